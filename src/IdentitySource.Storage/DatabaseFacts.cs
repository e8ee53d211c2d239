namespace IdentitySource.Storage;

/// <summary>What a database says of itself.</summary>
/// <param name="Clock">Its own time.</param>
/// <param name="Faults">What about it must be otherwise.</param>
public sealed record DatabaseFacts(string Version, DateTimeOffset Clock, IReadOnlyList<DatabaseFault> Faults);

/// <param name="Sentence">What is wrong, and what to do.</param>
/// <param name="MendedAtFirst">The first migration mends it, so an empty database may have it.</param>
public sealed record DatabaseFault(string Sentence, bool MendedAtFirst = false);
