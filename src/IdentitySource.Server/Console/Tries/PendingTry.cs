using System.Text.Json.Serialization;

namespace IdentitySource.Server.Console.Tries;

/// <summary>A sign-in that an administrator tries, until its answer comes: what an application would remember for its visitor.</summary>
/// <param name="SessionId">The administrator's session in the console; the answer counts in no other.</param>
/// <param name="Parameters">As they were sent; the address they were sent to is the application's own.</param>
public sealed record PendingTry(Guid ApplicationId, Guid SessionId, DateTimeOffset StartedAt, string? Verifier, IReadOnlyDictionary<string, string> Parameters)
{
    [JsonIgnore]
    public string State => Parameters["state"];

    [JsonIgnore]
    public string? Nonce => Parameters.GetValueOrDefault("nonce");

    /// <summary>Never the verifier.</summary>
    public override string ToString() => nameof(PendingTry);
}
