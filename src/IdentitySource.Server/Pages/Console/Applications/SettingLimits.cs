using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>
/// Which settings of an application exclude one another as it stands, each with the sentence that says so; null where it can be
/// chosen. What depends on boxes of the same form is not among them. The operations refuse all of it by themselves.
/// </summary>
public sealed class SettingLimits(ApplicationDetail application, IStringLocalizer text)
{
    public bool MaySignWithSecret => application.TokenAuthentication != "none" && application.HasSecret;

    public string? WhyNoProvider => IsWithoutSecret ? text["OAuth.NoSecret"].Value : null;

    public string? WhyRotationStays => application.TokenAuthentication == "none" ? text["Modes.RotationStays"].Value : null;

    /// <summary>Why the only methods that are left are those that are.</summary>
    /// <param name="setting">The name of one of the three methods.</param>
    public string? WhyMethods(string setting) =>
        CannotKeepSecret ? text["Security.OnlyNone"].Value
        : application.Type == ApplicationType.Machine ? text["Security.NotNone"].Value
        : setting == "token_authentication" ? WhyNotNone
        : null;

    public bool Excludes(string setting, string method) => method == "none" ? !CannotKeepSecret && WhyMethods(setting) is not null : CannotKeepSecret;

    private bool CannotKeepSecret => application.Type is ApplicationType.Spa or ApplicationType.Native;

    private bool IsWithoutSecret => application is { TokenAuthentication: "none", IntrospectionAuthentication: "none", RevocationAuthentication: "none" };

    private string? WhyNotNone =>
        application.IdTokenAlgorithm == SigningAlgorithm.HS256 ? text["Security.SecretSigns"].Value
        : !application.Policy.RotateRefreshTokens ? text["Security.SecretRefreshes"].Value
        : null;
}
