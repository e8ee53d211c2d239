using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Server.Commands;

/// <summary><c>app oauth enable|disable</c>: the OAuth 2.0 provider of an application.</summary>
internal static class OAuthCommands
{
    private static readonly Argument<string> Application = new("application") { Description = "The client id, or the authentication address." };

    private static readonly Option<string[]> GrantTypes = CommonOptions.Many(
        "--grant-type", $"Authorization modes: {string.Join(", ", ProtocolCatalog.OAuthGrantTypes.Order())}. authorization_code and refresh_token by default.");

    private static readonly Option<string> IntrospectionAuthentication =
        CommonOptions.One<string>("--introspection-auth-method", "client_secret_post (default), client_secret_basic or none.");

    private static readonly Option<string> RevocationAuthentication =
        CommonOptions.One<string>("--revocation-auth-method", "client_secret_post (default), client_secret_basic or none.");

    public static Command Create(CommandHost host) => new("oauth", "An application's OAuth 2.0 provider. For what is new, OpenID Connect is the better choice.")
    {
        EnableCommand(host),
        DisableCommand(host),
    };

    private static Command EnableCommand(CommandHost host)
    {
        Command command = new("enable", "Switch it on with these settings, in place of those before.")
        {
            Application, GrantTypes, IntrospectionAuthentication, RevocationAuthentication, CommonOptions.Pool, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => SetAsync(run, Read(parsed)), cancel));
        return command;
    }

    private static Command DisableCommand(CommandHost host)
    {
        Command command = new("disable", "Switch it off: its tokens are honoured no more.") { Application, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => SetAsync(run, null), cancel));
        return command;
    }

    private static OAuthProvider Read(ParseResult parsed)
    {
        OAuthProvider usual = new();
        return new OAuthProvider
        {
            GrantTypes = ModeOptions.Given(parsed, GrantTypes) ?? usual.GrantTypes,
            IntrospectionAuthentication = parsed.GetValue(IntrospectionAuthentication) ?? usual.IntrospectionAuthentication,
            RevocationAuthentication = parsed.GetValue(RevocationAuthentication) ?? usual.RevocationAuthentication,
        };
    }

    private static async Task<Answer> SetAsync(CommandRun run, OAuthProvider? provider) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await run.Get<SetOAuthProvider>().RunAsync(Actor.CommandLine, poolId, run.Parsed.GetValue(Application)!, provider, run.Cancel)).Refused(out faults, out var id)
            ? Answer.Refused(faults)
            : Answer.Of(new { client_id = id.ToString("N") }, $"Changed {id:N}.");
}
