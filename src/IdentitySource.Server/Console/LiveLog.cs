using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IdentitySource.Management.Events;
using IdentitySource.Server.Pages.Console.Logs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IdentitySource.Server.Console;

/// <summary>What happens in a pool while somebody looks on, as server-sent events: each is one line of the table of the logs.</summary>
internal static class LiveLog
{
    /// <summary>Lookers-on of one server at once; each of them asks the database every other second.</summary>
    private const int MostAtOnce = 20;

    /// <summary>Then the browser connects again by itself, and passes the gate again: a role that was taken away ends here.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static int present;

    public static void MapLiveLog(this IEndpointRouteBuilder address) => address.MapGet("/console/{pool}/logs/live", Look);

    private static ServerSentEventsResult<LiveLine?> Look(HttpContext http, ListEvents list, EventWords words, TimeProvider clock)
    {
        http.Response.Headers.CacheControl = "no-store";
        string? Asked(string name) => http.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;
        var query = EventFilter.Of(ConsoleVisit.Of(http).Pool!.Id, Asked("kind"), Asked("outcome"), Asked("find")) with
        {
            ApplicationId = EventFilter.IdOf(Asked("application")),
            UserId = EventFilter.IdOf(Asked("person")),
        };

        // WHATWG HTML §9.2.4: a browser that comes back says what it saw last, so that nothing is lost in between.
        var known = http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } last] ? last : Asked("after");
        return TypedResults.ServerSentEvents(FollowAsync(list, words, query with { After = EventFilter.IdOf(known) }, clock, http.RequestAborted));
    }

    private static async Task<Guid> NewestAsync(ListEvents list, EventQuery query, TimeProvider clock, CancellationToken cancel) =>
        (await list.RunAsync(query with { Size = 1 }, cancel)).Events is [var newest] ? newest.Id : Guid.CreateVersion7(clock.GetUtcNow());

    private static async IAsyncEnumerable<SseItem<LiveLine?>> FollowAsync(
        ListEvents list, EventWords words, EventQuery query, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            if (Interlocked.Increment(ref present) > MostAtOnce)
            {
                yield break;
            }

            var started = clock.GetTimestamp();
            var last = query.After ?? await NewestAsync(list, query, clock, cancel);

            // The answer begins with its first item: without one the page would not know that it is listening. It also says from where to go on.
            yield return new SseItem<LiveLine?>(null, "ready") { EventId = last.ToString("N") };
            while (clock.GetElapsedTime(started) < Longest)
            {
                var page = await list.RunAsync(query with { After = last }, cancel);
                foreach (var happened in page.Events.Reverse())
                {
                    last = happened.Id;
                    yield return new SseItem<LiveLine?>(LiveLine.Of(happened, words)) { EventId = happened.Id.ToString("N") };
                }

                await Task.Delay(Interval, clock, cancel);
            }
        }
        finally
        {
            Interlocked.Decrement(ref present);
        }
    }
}

/// <summary>One row of the table, ready to be shown as text.</summary>
internal sealed record LiveLine(string Id, DateTimeOffset At, string What, bool Success, string? Who, string? Application, string? Reason, string Reference)
{
    public static LiveLine Of(ListedEvent happened, EventWords words) => new(
        happened.Id.ToString("N"), happened.At, words.Kind(happened.Kind), happened.Success, happened.UserName ?? happened.UserId?.ToString("N"),
        happened.ApplicationName ?? happened.ApplicationId?.ToString("N"), happened.Reason, happened.Reference);
}
