using System.Collections.Concurrent;
using System.Diagnostics;

namespace IdentitySource.TestKit.Http;

/// <summary>
/// The statements that the requests of one browser or program ran, in their order: work is counted, because time on a busy
/// machine tells nothing.
/// </summary>
public sealed class StatementWatch : IDisposable
{
    private readonly ActivityTraceId trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<string> statements = new();
    private readonly ActivityListener listener;

    public StatementWatch(Browser browser)
        : this() => browser.Headers["traceparent"] = Parent;

    private StatementWatch()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public IReadOnlyList<string> Statements => [.. statements];

    private string Parent => $"00-{trace}-{ActivitySpanId.CreateRandom()}-01";

    /// <summary>Its requests are watched too.</summary>
    public void Add(HttpClient client) => client.DefaultRequestHeaders.Add("traceparent", Parent);

    public void Dispose() => listener.Dispose();

    private void Note(Activity activity)
    {
        if (activity.TraceId == trace && (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string text)
        {
            statements.Enqueue(text);
        }
    }
}
