using System.Text.Json;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Claims;

/// <summary>The claims that one scope releases: one file each.</summary>
public interface IClaimSource
{
    string Scope { get; }

    IReadOnlyList<ClaimRule> Claims { get; }
}

/// <summary>One claim: its name, and how its value is written. A rule that writes nothing leaves the claim out.</summary>
/// <param name="Write">Gets the claim's own name, so that several rules may share one writer.</param>
public sealed record ClaimRule(string Name, Action<Utf8JsonWriter, string, Subject, ClaimsFormat> Write)
{
    /// <summary>A text: left out when unset, or <c>null</c> in the Authing format.</summary>
    public static ClaimRule Text(string name, Func<Subject, string?> read) => new(name, (json, claim, subject, format) =>
    {
        if (read(subject) is { } value)
        {
            json.WriteString(claim, value);
        }
        else if (format == ClaimsFormat.Authing)
        {
            json.WriteNull(claim);
        }
    });

    /// <summary>A yes or no about another value: says nothing when that value is unset (standard format).</summary>
    public static ClaimRule Flag(string name, Func<Subject, bool> read, Func<Subject, bool> isSet) => new(name, (json, claim, subject, format) =>
    {
        if (isSet(subject) || format == ClaimsFormat.Authing)
        {
            json.WriteBoolean(claim, read(subject));
        }
    });
}
