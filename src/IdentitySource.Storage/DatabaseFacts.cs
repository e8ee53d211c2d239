namespace IdentitySource.Storage;

/// <summary>What a database says of itself.</summary>
/// <param name="Clock">Its own time.</param>
/// <param name="Faults">What about it must be otherwise, a sentence each with what to do.</param>
public sealed record DatabaseFacts(string Version, DateTimeOffset Clock, IReadOnlyList<string> Faults);
