using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Applications;

namespace IdentitySource.Server.Commands;

/// <summary><c>app update</c>: what is not named stays as it is.</summary>
internal static class ApplicationUpdateCommand
{
    private static readonly Argument<string> Application = new("application") { Description = "The client id, or the authentication address." };

    private static readonly Option<bool> Enable = CommonOptions.One<bool>("--enable", "Let it be used again.");

    private static readonly Option<bool> Disable = CommonOptions.One<bool>("--disable", "Refuse it everywhere.");

    private static readonly Option<string> Name = CommonOptions.One<string>("--name", "A new name.");

    private static readonly Option<string[]> RedirectUris = CommonOptions.Many("--redirect-uri", "Callback URLs in place of the present ones.");

    private static readonly Option<string[]> AddRedirectUris = CommonOptions.Many("--add-redirect-uri", "One more callback URL.");

    private static readonly Option<string[]> RemoveRedirectUris = CommonOptions.Many("--remove-redirect-uri", "One callback URL less.");

    private static readonly Option<string[]> PostLogoutRedirectUris = CommonOptions.Many("--post-logout-redirect-uri", "In place of the present ones.");

    private static readonly Option<string[]> AllowedOrigins = CommonOptions.Many("--allowed-origin", "In place of the present ones.");

    public static Command Create(CommandHost host)
    {
        Command command = new("update", "Change an application's settings.")
        {
            Application, Enable, Disable, Name, RedirectUris, AddRedirectUris, RemoveRedirectUris, PostLogoutRedirectUris, AllowedOrigins,
            ModeOptions.GrantTypes, ModeOptions.ResponseTypes, ModeOptions.AllowHttpImplicitCallback,
            SignOutOptions.Devices, SignOutOptions.Applications,
            CommonOptions.Pool, CommonOptions.Json,
        };
        TokenOptions.All.ToList().ForEach(command.Options.Add);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Enable) && result.GetValue(Disable))
            {
                result.AddError("--enable and --disable exclude each other.");
            }
        });
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, RunAsync, cancel));
        return command;
    }

    private static async Task<Answer> RunAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<UpdateApplication>().RunAsync(Actor.CommandLine, Read(run.Parsed, poolId), run.Cancel)).Refused(out faults, out var id))
        {
            return Answer.Refused(faults);
        }

        return Answer.Of(new { client_id = id.ToString("N") }, $"Changed {id:N}.");
    }

    private static ApplicationSettings Read(ParseResult parsed, Guid poolId) => new()
    {
        PoolId = poolId,
        Application = parsed.GetValue(Application)!,
        Enabled = parsed.GetValue(Enable) ? true : parsed.GetValue(Disable) ? false : null,
        Name = parsed.GetValue(Name),
        RedirectUris = ModeOptions.Given(parsed, RedirectUris),
        AddRedirectUris = ModeOptions.Given(parsed, AddRedirectUris) ?? [],
        RemoveRedirectUris = ModeOptions.Given(parsed, RemoveRedirectUris) ?? [],
        PostLogoutRedirectUris = ModeOptions.Given(parsed, PostLogoutRedirectUris),
        AllowedOrigins = ModeOptions.Given(parsed, AllowedOrigins),
        GrantTypes = ModeOptions.Given(parsed, ModeOptions.GrantTypes),
        ResponseTypes = ModeOptions.Given(parsed, ModeOptions.ResponseTypes),
        AllowHttpImplicitCallback = parsed.GetValue(ModeOptions.AllowHttpImplicitCallback),
        TokenAuthentication = parsed.GetValue(TokenOptions.Authentication),
        IntrospectionAuthentication = parsed.GetValue(TokenOptions.IntrospectionAuthentication),
        RevocationAuthentication = parsed.GetValue(TokenOptions.RevocationAuthentication),
        IdTokenAlgorithm = parsed.GetValue(TokenOptions.IdTokenAlgorithm),
        AccessTokenAlgorithm = parsed.GetValue(TokenOptions.AccessTokenAlgorithm),
        AccessTokenFormat = parsed.GetValue(TokenOptions.AccessTokenFormat),
        SignOutReach = present => SignOutOptions.Read(parsed, present),
    };
}
