using System.Text.Json;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Events;

namespace IdentitySource.Server.Api;

/// <summary>What happened in the pool, and what its administrators did. Both can only be read.</summary>
internal static class EventsApi
{
    private static readonly string[] Filters = ["kind", "success", "reason", "application", "user", "reference", "from", "until", "after", "limit"];

    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/events", (ApiCall call, ListEvents list) => ListAsync(call, list, administrative: false))
            .Is(ApiScopes.EventsRead, "List events", "What people and applications did, newest first.").Takes(Filters);
        api.MapGet("/audit", (ApiCall call, ListEvents list) => ListAsync(call, list, administrative: true))
            .Is(ApiScopes.EventsRead, "List audit entries", "What administrators, keys and commands changed, newest first, with what it was and what it is; secrets are redacted.").Takes(Filters);
    }

    private static async Task<ApiAnswer<ApiPage<EventItem>>> ListAsync(ApiCall call, ListEvents list, bool administrative)
    {
        foreach (var name in new[] { "application", "user", "after" })
        {
            if (!call.TryId(name, out _))
            {
                return ApiProblem.Malformed("parameter_malformed", name, "This is no id.");
            }
        }

        _ = call.TryId("application", out var application);
        _ = call.TryId("user", out var user);
        _ = call.TryId("after", out var before);
        var page = await list.RunAsync(
            new EventQuery
            {
                PoolId = call.PoolId,
                Administrative = administrative,
                Kind = call.Text("kind"),
                Success = call.Flag("success"),
                Reason = call.Text("reason"),
                ApplicationId = application,
                UserId = user,
                Reference = call.Text("reference"),
                From = call.Moment("from"),
                Until = call.Moment("until"),
                Before = before,
                Size = call.Limit,
            },
            call.Cancel);
        return new ApiPage<EventItem>([.. page.Events.Select(EventItem.Of)], page.More ? page.Events[^1].Id.ToString("N") : null);
    }
}

/// <param name="Reference">What the person or the application was shown.</param>
internal sealed record EventItem(string Id, DateTimeOffset At, string Kind, bool Success, string? Reason, string Reference)
{
    public string? ClientId { get; init; }

    public string? User { get; init; }

    public string? RemoteAddress { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>What was given and expected, or what was changed.</summary>
    public JsonElement? Detail { get; init; }

    public static EventItem Of(ListedEvent row) => new(row.Id.ToString("N"), row.At, row.Kind, row.Success, row.Reason, row.Reference)
    {
        ClientId = row.ApplicationId?.ToString("N"),
        User = row.UserId?.ToString("N"),
        RemoteAddress = row.RemoteAddress,
        UserAgent = row.UserAgent,
        Detail = row.Detail is null ? null : JsonElement.Parse(row.Detail),
    };
}
