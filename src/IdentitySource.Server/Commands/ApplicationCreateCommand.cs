using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Server.Commands;

/// <summary><c>app create</c>: an application with every setting that it has so far.</summary>
internal static class ApplicationCreateCommand
{
    private static readonly Option<string> Name = CommonOptions.Needed<string>("--name", "What people see on the sign-in and consent pages.");

    private static readonly Option<string> Address =
        CommonOptions.Needed<string>("--address", "The authentication address: letters, digits and hyphens, unique in the deployment.");

    private static readonly Option<ApplicationType> Type = CommonOptions.One<ApplicationType>("--type", "web (default), spa, native or machine.");

    private static readonly Option<string[]> RedirectUris = CommonOptions.Many("--redirect-uri", "A callback URL, compared character by character.");

    private static readonly Option<string[]> PostLogoutRedirectUris = CommonOptions.Many("--post-logout-redirect-uri", "Where a sign-out may return to.");

    private static readonly Option<string[]> AllowedOrigins = CommonOptions.Many("--allowed-origin", "A browser origin besides those of the callback URLs.");

    private static readonly Option<bool> NoConsent = CommonOptions.One<bool>("--no-consent", "Do not ask people for their consent.");

    private static readonly Option<bool> RequirePkce = CommonOptions.One<bool>("--require-pkce", "Require PKCE although the application has a secret.");

    private static readonly Option<bool> Offline =
        CommonOptions.One<bool>("--offline-without-prompt", "Give refresh tokens without prompt=consent, for browser SDKs that never send it.");

    private static readonly Option<bool> KeepRefreshTokens = CommonOptions.One<bool>("--no-rotation", "Keep one refresh token for its whole life.");

    private static readonly Option<ClaimsFormat> Format = CommonOptions.One<ClaimsFormat>("--claims-format", "standard (default) or authing.");

    private static readonly Option<int?> CodeLifetime = CommonOptions.One<int?>("--code-lifetime", "Seconds; 60 by default.");

    private static readonly Option<int?> IdTokenLifetime = CommonOptions.One<int?>("--id-token-lifetime", "Seconds; 3600 by default.");

    private static readonly Option<int?> AccessTokenLifetime = CommonOptions.One<int?>("--access-token-lifetime", "Seconds; 3600 by default.");

    private static readonly Option<int?> RefreshTokenLifetime = CommonOptions.One<int?>("--refresh-token-lifetime", "Seconds without use; 2592000 by default.");

    private static readonly Option<int?> RefreshAbsoluteLifetime = CommonOptions.One<int?>("--refresh-absolute-lifetime", "Seconds in all; 31536000 by default.");

    public static Command Create(CommandHost host)
    {
        Command command = new("create", "Make an application; prints its client id and, this once, its secret.")
        {
            Name, Address, Type, RedirectUris, PostLogoutRedirectUris, AllowedOrigins,
            ModeOptions.GrantTypes, ModeOptions.ResponseTypes, ModeOptions.AllowHttpImplicitCallback,
            NoConsent, RequirePkce, Offline, KeepRefreshTokens, Format, SignOutOptions.Devices, SignOutOptions.Applications,
            CodeLifetime, IdTokenLifetime, AccessTokenLifetime, RefreshTokenLifetime, RefreshAbsoluteLifetime,
            CommonOptions.Pool, CommonOptions.Json,
        };
        TokenOptions.All.ToList().ForEach(command.Options.Add);
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, RunAsync, cancel));
        return command;
    }

    private static async Task<Answer> RunAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<CreateApplication>().RunAsync(Actor.CommandLine, Read(run.Parsed, poolId), run.Cancel)).Refused(out faults, out var created))
        {
            return Answer.Refused(faults);
        }

        return ApplicationCommands.Show(run, created);
    }

    private static NewApplication Read(ParseResult parsed, Guid poolId) => new()
    {
        PoolId = poolId,
        Name = parsed.GetValue(Name)!,
        Address = parsed.GetValue(Address)!,
        Type = parsed.GetValue(Type),
        RedirectUris = parsed.GetValue(RedirectUris) ?? [],
        PostLogoutRedirectUris = parsed.GetValue(PostLogoutRedirectUris) ?? [],
        AllowedOrigins = parsed.GetValue(AllowedOrigins) ?? [],
        GrantTypes = ModeOptions.Given(parsed, ModeOptions.GrantTypes),
        ResponseTypes = ModeOptions.Given(parsed, ModeOptions.ResponseTypes),
        TokenAuthentication = parsed.GetValue(TokenOptions.Authentication),
        IntrospectionAuthentication = parsed.GetValue(TokenOptions.IntrospectionAuthentication),
        RevocationAuthentication = parsed.GetValue(TokenOptions.RevocationAuthentication),
        IdTokenAlgorithm = parsed.GetValue(TokenOptions.IdTokenAlgorithm) ?? SigningAlgorithm.RS256,
        AccessTokenAlgorithm = parsed.GetValue(TokenOptions.AccessTokenAlgorithm) ?? SigningAlgorithm.RS256,
        Policy = ReadPolicy(parsed, new ApplicationPolicy()),
    };

    private static ApplicationPolicy ReadPolicy(ParseResult parsed, ApplicationPolicy usual) => usual with
    {
        ShowConsent = !parsed.GetValue(NoConsent),
        AllowHttpImplicitCallback = parsed.GetValue(ModeOptions.AllowHttpImplicitCallback) ?? usual.AllowHttpImplicitCallback,
        RequirePkce = parsed.GetValue(RequirePkce),
        AllowOfflineAccessWithoutConsentPrompt = parsed.GetValue(Offline),
        RotateRefreshTokens = !parsed.GetValue(KeepRefreshTokens),
        ClaimsFormat = parsed.GetValue(Format),
        AccessTokenFormat = parsed.GetValue(TokenOptions.AccessTokenFormat) ?? usual.AccessTokenFormat,
        SignOutReach = SignOutOptions.Read(parsed, usual.SignOutReach),
        CodeLifetime = Seconds(parsed, CodeLifetime) ?? usual.CodeLifetime,
        IdTokenLifetime = Seconds(parsed, IdTokenLifetime) ?? usual.IdTokenLifetime,
        AccessTokenLifetime = Seconds(parsed, AccessTokenLifetime) ?? usual.AccessTokenLifetime,
        RefreshTokenLifetime = Seconds(parsed, RefreshTokenLifetime) ?? usual.RefreshTokenLifetime,
        RefreshAbsoluteLifetime = Seconds(parsed, RefreshAbsoluteLifetime) ?? usual.RefreshAbsoluteLifetime,
    };

    private static TimeSpan? Seconds(ParseResult parsed, Option<int?> option) =>
        parsed.GetValue(option) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
