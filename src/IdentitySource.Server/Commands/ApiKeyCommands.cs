using System.CommandLine;
using System.Globalization;
using IdentitySource.Management;
using IdentitySource.Management.ApiKeys;

namespace IdentitySource.Server.Commands;

/// <summary><c>api-key create|list|revoke</c></summary>
internal static class ApiKeyCommands
{
    private const int UsualDays = 90;

    private static readonly Option<string> Name = CommonOptions.Needed<string>("--name", "What it is for; the audit trail tells it.");

    private static readonly Option<string[]> Scopes = CommonOptions.Many("--scope", "What it is good for: applications:read, users:write …; all of them are in the reference.");

    private static readonly Option<int> Days = new("--days") { Description = $"How long it is good for; {UsualDays} by default.", DefaultValueFactory = _ => UsualDays };

    private static readonly Argument<string> Key = new("api-key") { Description = "Its id, as the list shows it." };

    public static Command Create(CommandHost host)
    {
        Command create = new("create", "Make a key; prints it this once.") { Name, Scopes, Days, CommonOptions.Pool, CommonOptions.Json };
        create.SetAction((parsed, cancel) => host.RunAsync(parsed, CreateAsync, cancel));
        Command list = new("list", "List the keys of a user pool.") { CommonOptions.Pool, CommonOptions.Json };
        list.SetAction((parsed, cancel) => host.RunAsync(parsed, ListAsync, cancel));
        Command revoke = new("revoke", "Take a key away; its next request is refused.") { Key, CommonOptions.Pool, CommonOptions.Json };
        revoke.SetAction((parsed, cancel) => host.RunAsync(parsed, RevokeAsync, cancel));
        return new Command("api-key", "Keys of the management API.") { create, list, revoke };
    }

    private static async Task<Answer> CreateAsync(CommandRun run)
    {
        var parsed = run.Parsed;
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<CreateApiKey>().RunAsync(
                Actor.CommandLine, new NewApiKey(poolId, parsed.GetValue(Name), parsed.GetValue(Scopes) ?? [], parsed.GetValue(Days)), run.Cancel)).Refused(out faults, out var issued))
        {
            return Answer.Refused(faults);
        }

        return Answer.Of(
            new { id = issued.Id.ToString("N"), issued.Name, key = issued.Value, issued.ExpiresAt },
            $"id       {issued.Id:N}",
            $"key      {issued.Value}",
            $"expires  {Day(issued.ExpiresAt)}",
            "The key is shown this once.");
    }

    private static async Task<Answer> ListAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId))
        {
            return Answer.Refused(faults);
        }

        var keys = await run.Get<ListApiKeys>().RunAsync(poolId, run.Cancel);
        return Answer.Of(
            new { api_keys = keys.Select(key => new { id = key.Id.ToString("N"), key.Name, key.Scopes, key.CreatedAt, key.ExpiresAt, key.LastUsedAt }) },
            [.. keys.Select(key => $"{key.Id:N}  until {Day(key.ExpiresAt)}  {(key.LastUsedAt is { } used ? "last used " + Day(used) : "never used")}  {key.Name}  {string.Join(' ', key.Scopes)}")]);
    }

    private static async Task<Answer> RevokeAsync(CommandRun run) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await run.Get<RevokeApiKey>().RunAsync(Actor.CommandLine, poolId, run.Parsed.GetValue(Key), run.Cancel)).Refused(out faults, out var id)
            ? Answer.Refused(faults)
            : Answer.Of(new { id = id.ToString("N") }, $"Revoked {id:N}.");

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
