using System.Collections.Concurrent;
using System.Diagnostics;
using IdentitySource.TestKit.Http;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>The statements that the requests of one browser ran, in their order: work is counted, because time on a busy machine tells nothing.</summary>
public sealed class StatementWatch : IDisposable
{
    private readonly ActivityTraceId trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<string> statements = new();
    private readonly ActivityListener listener;

    public StatementWatch(Browser browser)
    {
        browser.Headers["traceparent"] = $"00-{trace}-{ActivitySpanId.CreateRandom()}-01";
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public IReadOnlyList<string> Statements => [.. statements];

    public void Dispose() => listener.Dispose();

    private void Note(Activity activity)
    {
        if (activity.TraceId == trace && (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string text)
        {
            statements.Enqueue(text);
        }
    }
}
