using IdentitySource.Load.Measure;

namespace IdentitySource.Load.Report;

/// <summary>A scenario's runs, put together: medians, and every error.</summary>
internal sealed record Row
{
    public required string Name { get; init; }

    public required int Runs { get; init; }

    public required int Requests { get; init; }

    public required int Errors { get; init; }

    public string? FirstError { get; init; }

    /// <summary>Without the password hashes.</summary>
    public required double ServerMs { get; init; }

    public required double DatabaseMs { get; init; }

    public required double P50Ms { get; init; }

    public required double P95Ms { get; init; }

    public required double P99Ms { get; init; }

    public required double PerSecond { get; init; }

    public required double GeneratorCores { get; init; }

    /// <summary>The hash that was taken off <see cref="ServerMs"/>; zero without one.</summary>
    public required double PasswordHashMs { get; init; }

    public double? Transactions { get; init; }

    /// <summary>The cheapest and the dearest run, server and database: how far to trust the median.</summary>
    public required double[] SpreadMs { get; init; }

    public double SumMs => ServerMs + DatabaseMs;

    public static Row Of(string name, IReadOnlyList<Sample> samples)
    {
        double Median(Func<Sample, double> of) => Statistics.Median(samples.Select(of));
        double Percentile(double share) => Median(sample => Statistics.Percentile(sample.Driven.Latencies, share));
        var sums = samples.Select(sample => sample.ServerMs - sample.PasswordHashMs + sample.DatabaseMs).Order().ToArray();
        return new Row
        {
            Name = name,
            Runs = samples.Count,
            Requests = samples.Sum(sample => sample.Driven.Requests),
            Errors = samples.Sum(sample => sample.Driven.Errors),
            FirstError = samples.Select(sample => sample.Driven.FirstError).FirstOrDefault(error => error is not null),
            ServerMs = Median(sample => sample.ServerMs - sample.PasswordHashMs),
            DatabaseMs = Median(sample => sample.DatabaseMs),
            P50Ms = Percentile(0.50),
            P95Ms = Percentile(0.95),
            P99Ms = Percentile(0.99),
            PerSecond = Median(sample => sample.PerSecond),
            GeneratorCores = Median(sample => sample.GeneratorCores),
            PasswordHashMs = Median(sample => sample.PasswordHashMs),
            Transactions = samples.FirstOrDefault(sample => sample.Transactions is not null)?.Transactions,
            SpreadMs = [sums[0], sums[^1]],
        };
    }
}
