namespace IdentitySource.Load.Measure;

/// <summary>One measured run. Processor times are milliseconds a request.</summary>
internal sealed record Sample
{
    public required Driven Driven { get; init; }

    public required double ServerMs { get; init; }

    /// <summary>Zero when the database runs elsewhere.</summary>
    public required double DatabaseMs { get; init; }

    /// <summary>Cores that this program itself kept busy: near the machine's count, it measures itself.</summary>
    public required double GeneratorCores { get; init; }

    /// <summary>Database transactions a request; null when they were not counted.</summary>
    public double? Transactions { get; init; }

    /// <summary>What the password hashes of a request cost during this run; zero for requests without one.</summary>
    public double PasswordHashMs { get; init; }

    public double PerSecond => Driven.Requests / Driven.Seconds;
}
