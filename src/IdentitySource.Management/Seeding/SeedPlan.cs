namespace IdentitySource.Management.Seeding;

/// <summary>How much of what a seeded database holds. All of it but the pools is the default pool's.</summary>
public sealed record SeedPlan
{
    public int Applications { get; init; }

    public int Users { get; init; }

    /// <summary>Beside those that every deployment has.</summary>
    public int Pools { get; init; }

    public int Groups { get; init; }

    public int Roles { get; init; }

    public int Events { get; init; }

    /// <summary>Of every person; null for people who cannot sign in with one.</summary>
    public string? Password { get; init; }

    /// <summary>Also where there is something already.</summary>
    public bool OntoOthers { get; init; }

    /// <summary>The record's own text would show the password.</summary>
    public override string ToString() => nameof(SeedPlan);
}
