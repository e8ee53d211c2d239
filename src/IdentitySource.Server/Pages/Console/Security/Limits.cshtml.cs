using System.Globalization;
using IdentitySource.Server.Console;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.SignIn;

namespace IdentitySource.Server.Pages.Console.Security;

/// <summary>How many wrong proofs are looked at. The deployment's configuration says so; the page shows it.</summary>
public sealed class LimitsModel(SignInLimits signIn, FailureLimits backChannel) : ConsolePage<SecurityTexts>
{
    public IReadOnlyList<(string Name, string Value)> AtSignIn =>
    [
        (nameof(SignInLimits.PerAccountAndSource), Number(signIn.PerAccountAndSource)),
        (nameof(SignInLimits.PerAccount), Number(signIn.PerAccount)),
        (nameof(SignInLimits.PerSource), Number(signIn.PerSource)),
        (nameof(SignInLimits.Window), signIn.Window.ToString("c", CultureInfo.InvariantCulture)),
    ];

    public IReadOnlyList<(string Name, string Value)> AtBackChannel =>
    [
        (nameof(FailureLimits.PerApplicationAndSource), Number(backChannel.PerApplicationAndSource)),
        (nameof(FailureLimits.PerSource), Number(backChannel.PerSource)),
    ];

    public void OnGet()
    {
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
