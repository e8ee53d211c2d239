namespace IdentitySource.Server.Commands.Doctor;

/// <summary>What one look has found.</summary>
/// <param name="What">A sentence without secrets.</param>
/// <param name="Mend">What to do about it, if that is not in the sentence.</param>
public sealed record Finding(string Check, Health Health, string What, string? Mend = null);

public enum Health
{
    Good,

    /// <summary>Could not be looked at, or does not apply.</summary>
    Skipped,

    /// <summary>Works, and is better otherwise.</summary>
    Warning,

    /// <summary>Has to be mended.</summary>
    Bad,
}
