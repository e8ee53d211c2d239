using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IdentitySource.Management.Events;
using IdentitySource.Server.Pages.Console.Logs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentitySource.Server.Console;

/// <summary>What happens in a pool while somebody looks on, as server-sent events: each is one line of the table of the logs.</summary>
internal static class LiveLog
{
    /// <summary>Then the browser connects again by itself, and passes the gate again: a role that was taken away ends here.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long after it happened something may still be written, by servers whose clocks differ.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    /// <summary>What a browser that comes back has missed at most. Whoever was away longer reads the list: every look walks all that is newer.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromMinutes(5);

    public static void MapLiveLog(this IEndpointRouteBuilder address) => address.MapGet("/console/{pool}/logs/live", Look).WithMetadata(new UnattendedAttribute());

    private static ServerSentEventsResult<LiveLine?> Look(HttpContext http, ListEvents list, EventWords words, LookingPlaces places, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        http.Response.Headers.CacheControl = "no-store";

        // A proxy that gathers an answer before it passes it on would show nothing for two minutes.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        string? Asked(string name) => http.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;
        var visit = ConsoleVisit.Of(http);
        var query = EventFilter.Of(visit.Pool!.Id, Asked("kind"), Asked("outcome"), Asked("find")) with
        {
            ApplicationId = EventFilter.IdOf(Asked("application")),
            UserId = EventFilter.IdOf(Asked("person")),
        };

        // WHATWG HTML §9.2.4: a browser that comes back says what it saw last, so that nothing is lost in between.
        var known = http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } last] ? last : Asked("after");
        return TypedResults.ServerSentEvents(FollowAsync(() => places.Take(query.PoolId, visit.Visitor.UserId), list, words, query with { After = EventFilter.IdOf(known) }, clock, lifetime.ApplicationStopping, http.RequestAborted));
    }

    private static async Task<Guid> NewestAsync(ListEvents list, EventQuery query, TimeProvider clock, CancellationToken cancel) =>
        (await list.RunAsync(query with { Size = 1 }, cancel)).Events is [var newest] ? newest.Id : Guid.CreateVersion7(clock.GetUtcNow());

    private static async IAsyncEnumerable<SseItem<LiveLine?>> FollowAsync(
        Func<IDisposable?> sit, ListEvents list, EventWords words, EventQuery query, TimeProvider clock, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var place = sit();
        if (place is null)
        {
            yield break;
        }

        var started = clock.GetTimestamp();
        var last = Later(query.After ?? await NewestAsync(list, query, clock, cancel), clock.GetUtcNow() - Furthest);

        // The answer begins with its first item: without one the page would not know that it is listening. It also says from where to go on.
        yield return new SseItem<LiveLine?>(null, "ready") { EventId = last.ToString("N") };
        while (clock.GetElapsedTime(started) < Longest && !stopping.IsCancellationRequested)
        {
            var page = await list.RunAsync(query with { After = last }, cancel);
            foreach (var happened in page.Events.Reverse())
            {
                last = happened.Id;
                yield return new SseItem<LiveLine?>(LiveLine.Of(happened, words)) { EventId = happened.Id.ToString("N") };
            }

            if (!page.More)
            {
                // With the clock also where nothing matches, or each look would be longer than the one before.
                last = Later(last, clock.GetUtcNow() - Late);
            }

            await PauseAsync(clock, stopping, cancel);
        }
    }

    /// <summary>A server that leaves ends the answer, and the browser connects to one that stays.</summary>
    private static async Task PauseAsync(TimeProvider clock, CancellationToken stopping, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        await Task.Delay(Interval, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Ids are version 7: their order is that of time.</summary>
    private static Guid Later(Guid id, DateTimeOffset moment) => Guid.CreateVersion7(moment) is var other && other.CompareTo(id) > 0 ? other : id;
}

/// <summary>One row of the table, ready to be shown as text.</summary>
internal sealed record LiveLine(string Id, DateTimeOffset At, string What, bool Success, string? Who, string? Application, string? Reason, string Reference)
{
    public static LiveLine Of(ListedEvent happened, EventWords words) => new(
        happened.Id.ToString("N"), happened.At, words.Kind(happened.Kind), happened.Success, happened.UserName ?? happened.UserId?.ToString("N"),
        happened.ApplicationName ?? happened.ApplicationId?.ToString("N"), happened.Reason, happened.Reference);
}
