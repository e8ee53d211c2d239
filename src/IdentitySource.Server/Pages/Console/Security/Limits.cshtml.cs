using System.Globalization;
using IdentitySource.Server.Console;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.SignIn;
using Microsoft.Extensions.Options;

namespace IdentitySource.Server.Pages.Console.Security;

/// <summary>How many wrong proofs are looked at. The deployment's configuration says so; the page shows it.</summary>
public sealed class LimitsModel(IOptions<SignInLimits> signIn, IOptions<FailureLimits> backChannel) : ConsolePage<SecurityTexts>
{
    public IReadOnlyList<(string Name, string Value)> AtSignIn =>
    [
        (nameof(SignInLimits.PerAccountAndSource), Number(signIn.Value.PerAccountAndSource)),
        (nameof(SignInLimits.PerAccount), Number(signIn.Value.PerAccount)),
        (nameof(SignInLimits.PerSource), Number(signIn.Value.PerSource)),
        (nameof(SignInLimits.Window), signIn.Value.Window.ToString("c", CultureInfo.InvariantCulture)),
    ];

    public IReadOnlyList<(string Name, string Value)> AtBackChannel =>
    [
        (nameof(FailureLimits.PerApplicationAndSource), Number(backChannel.Value.PerApplicationAndSource)),
        (nameof(FailureLimits.PerSource), Number(backChannel.Value.PerSource)),
    ];

    public void OnGet()
    {
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
