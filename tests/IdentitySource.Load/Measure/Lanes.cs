using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IdentitySource.Load.Http;

namespace IdentitySource.Load.Measure;

/// <summary>One of the parallel visitors: its number and its connection.</summary>
internal sealed record Lane(int Number, HttpConnection Connection);

/// <summary>One request, or one whole flow, with its answers checked; throws when they are wrong.</summary>
/// <param name="number">Counts all steps of a run, whichever lane takes them.</param>
internal delegate Task Step(Lane lane, int number, CancellationToken cancel);

/// <summary>Where a drive ends: after so many steps, after so long, or at whichever comes first.</summary>
/// <param name="PasswordHashes">That the server computes in each step.</param>
/// <param name="PerSecond">Steps are started at this rate; null: each lane goes on as soon as it has its answer.</param>
internal sealed record Drive(TimeSpan? Duration = null, int? Steps = null, int PasswordHashes = 0, double? PerSecond = null);

/// <summary>What came of a drive. Latencies are sorted, in milliseconds.</summary>
internal sealed record Driven(double[] Latencies, double Seconds, int Errors, string? FirstError)
{
    public int Requests => Latencies.Length;
}

/// <summary>Drives a step over several connections at once.</summary>
internal sealed class Lanes(IPEndPoint server, int count)
{
    /// <summary>Past this many failures without one success there is nothing to measure.</summary>
    private const int HopelessErrors = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public int Count => count;

    public async Task<Driven> DriveAsync(Step step, Drive drive, CancellationToken cancel)
    {
        // A server that stops answering ends the drive as a failure, not as a program that hangs.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter((drive.Duration ?? TimeSpan.FromMinutes(5)) + Patience);
        Course course = new(step, drive, count);
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => course.RunAsync(number, server, patience.Token), cancel)));
        return course.Finish(Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }

    /// <summary>Unmeasured work that a scenario needs beforehand: <paramref name="steps"/> times, without a single error.</summary>
    public async Task EachAsync(int steps, Step step, CancellationToken cancel)
    {
        var driven = await DriveAsync(step, new Drive(Steps: steps), cancel);
        if (driven.FirstError is { } error)
        {
            throw new WrongAnswer($"while preparing: {error}");
        }
    }

    private sealed class Course(Step step, Drive drive, int lanes)
    {
        private readonly long begin = Stopwatch.GetTimestamp();
        private readonly List<double>[] latencies = [.. Enumerable.Range(0, lanes).Select(_ => new List<double>())];
        private int started;
        private int errors;
        private string? firstError;

        public async Task RunAsync(int number, IPEndPoint server, CancellationToken cancel)
        {
            using HttpConnection connection = new(server);
            Lane lane = new(number, connection);
            while (true)
            {
                var turn = Interlocked.Increment(ref started) - 1;
                if (turn >= drive.Steps || Elapsed >= drive.Duration || (errors >= HopelessErrors && latencies.All(list => list.Count == 0)))
                {
                    return;
                }

                var from = await StartAsync(turn, cancel);
                await TakeAsync(lane, turn, from, cancel);
            }
        }

        public Driven Finish(double seconds) => new([.. latencies.SelectMany(list => list).Order()], seconds, errors, firstError);

        private TimeSpan Elapsed => Stopwatch.GetElapsedTime(begin);

        private async Task TakeAsync(Lane lane, int turn, TimeSpan from, CancellationToken cancel)
        {
            try
            {
                await step(lane, turn, cancel);
                latencies[lane.Number].Add((Elapsed - from).TotalMilliseconds);
            }
            catch (Exception wrong) when (wrong is WrongAnswer or IOException or SocketException or System.Text.Json.JsonException)
            {
                Interlocked.Increment(ref errors);
                Interlocked.CompareExchange(ref firstError, wrong.Message, null);
            }
        }

        /// <summary>With a rate, the time counts from when the request was due: a server that stalls cannot hide who waited.</summary>
        private async ValueTask<TimeSpan> StartAsync(int turn, CancellationToken cancel)
        {
            if (drive.PerSecond is not { } rate)
            {
                return Elapsed;
            }

            var due = TimeSpan.FromSeconds(turn / rate);
            if (due > Elapsed)
            {
                await Task.Delay(due - Elapsed, cancel);
                // The timer's own lateness is not the server's.
                return Elapsed;
            }

            return due;
        }
    }
}
