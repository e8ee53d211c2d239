using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Commands;

/// <summary><c>app create|list|update|refresh-secret|oauth|access-key|claim</c></summary>
internal static class ApplicationCommands
{
    private static readonly Argument<string> Application = new("application") { Description = "The client id, or the authentication address." };

    private static readonly Option<int> Grace =
        CommonOptions.One<int>("--grace", "Seconds for which the old secret still proves the application; none by default.");

    public static Command Create(CommandHost host) => new("app", "Applications.")
    {
        ApplicationCreateCommand.Create(host),
        ListCommand(host),
        ApplicationUpdateCommand.Create(host),
        RefreshSecretCommand(host),
        OAuthCommands.Create(host),
        AccessCommands.Create(host),
        AccessKeyCommands.Create(host),
        ClaimCommands.Create(host),
    };

    /// <summary>What an application's developer configures.</summary>
    internal static Answer Show(CommandRun run, CreatedApplication application)
    {
        var plan = run.Get<AddressPlan>();
        var issuer = AddressPlan.Issuer(plan.ApplicationAddress(application.Address));
        var shared = AddressPlan.Issuer(plan.PoolAddress(run.Parsed.GetValue(CommonOptions.Pool)!));
        List<string> lines = [$"client_id      {application.ClientId}"];
        if (application.Secret is not null)
        {
            lines.Add($"client_secret  {application.Secret}");
        }

        lines.AddRange([$"issuer         {issuer}", $"shared issuer  {shared}"]);
        if (application.Secret is not null)
        {
            lines.Add("The secret is shown this once.");
        }

        return Answer.Of(new { application.ClientId, ClientSecret = application.Secret, issuer, shared_issuer = shared }, lines);
    }

    private static Command ListCommand(CommandHost host)
    {
        Command command = new("list", "List the applications of a user pool.") { CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, ListAsync, cancel));
        return command;
    }

    private static async Task<Answer> ListAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId))
        {
            return Answer.Refused(faults);
        }

        var applications = await run.Get<ListApplications>().RunAsync(poolId, run.Cancel);
        return Answer.Of(
            new
            {
                applications = applications.Select(each => new
                {
                    each.ClientId,
                    each.Name,
                    each.Address,
                    each.Type,
                    each.Enabled,
                    each.RedirectUris,
                    each.GrantTypes,
                    each.ResponseTypes,
                    each.CreatedAt,
                }),
            },
            [.. applications.Select(each => $"{each.ClientId}  {each.Address,-24}  {each.Type,-8}  {(each.Enabled ? "" : "(disabled) ")}{each.Name}")]);
    }

    private static Command RefreshSecretCommand(CommandHost host)
    {
        Command command = new("refresh-secret", "Give an application a new secret; it signs HS256 at once, and the old one ends when the grace time does.")
        {
            Application, Grace, CommonOptions.Pool, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, RefreshSecretAsync, cancel));
        return command;
    }

    private static async Task<Answer> RefreshSecretAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<RefreshApplicationSecret>().RunAsync(Actor.CommandLine, poolId, run.Parsed.GetValue(Application)!,
                TimeSpan.FromSeconds(run.Parsed.GetValue(Grace)), run.Cancel))
                .Refused(out faults, out var renewed))
        {
            return Answer.Refused(faults);
        }

        var shown = Show(run, renewed);
        return renewed.PreviousSecretUntil is { } until ? shown with { Lines = [.. shown.Lines, $"The old one is accepted until {until:u}."] } : shown;
    }
}
