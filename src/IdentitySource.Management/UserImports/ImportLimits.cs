namespace IdentitySource.Management.UserImports;

/// <summary>What an import may cost.</summary>
public sealed record ImportLimits
{
    /// <summary>Of a file, in bytes (256 MiB); a proxy in front may have a limit of its own.</summary>
    public long LargestFile { get; init; } = 256L * 1024 * 1024;

    /// <summary>Imports of one pool that have not ended.</summary>
    public int MostWaiting { get; init; } = 5;

    /// <summary>Failed lines that are kept with what is wrong with them; the others are counted.</summary>
    public int MostKept { get; init; } = 100_000;

    /// <summary>Lines that are written in one transaction.</summary>
    public int Batch { get; init; } = 1000;
}
