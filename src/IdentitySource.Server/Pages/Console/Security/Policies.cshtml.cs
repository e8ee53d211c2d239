using System.Globalization;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Console;
using IdentitySource.Server.SignIn;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Stores;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Security;

/// <summary>What is asked of the people of a pool: what it can choose itself as a form, what holds for all of the deployment in words.</summary>
public sealed class PoliciesModel(UpdatePolicies update, SessionPolicy sessions, SignInLimits limits) : ConsolePage<SecurityTexts>
{
    public PoolPolicies Policies { get; private set; } = null!;

    public SessionPolicy Sessions => sessions;

    public SignInLimits Limits => limits;

    public static int Shortest => PasswordRules.MinLength;

    public static int Longest => PasswordPolicy.LongestMinimum;

    public static int MaxLength => PasswordRules.MaxLength;

    public async Task OnGetAsync(CancellationToken cancel) => Policies = await update.FindAsync(Pool.Id, cancel);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "password_min_length")] string? minLength, string? version, CancellationToken cancel)
    {
        // What is no number is out of range as well.
        var wanted = int.TryParse(minLength, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (!(await update.RunAsync(Actor, Pool.Id, new PoolPolicies(wanted), version ?? "", cancel)).Refused(out var faults, out _))
        {
            return Done("policies_saved");
        }

        await OnGetAsync(cancel);
        return Refuse(faults);
    }
}
