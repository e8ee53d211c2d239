using System.Buffers;
using System.Text.Json;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Claims;

/// <summary>Why one claim is told of a person, or is not: for people who wonder. The decisions are those of <see cref="ClaimRelease"/>.</summary>
/// <param name="Why">A slug: <c>scope</c>, <c>asked</c>, <c>own</c> for what is told; for the rest what is missing.</param>
/// <param name="Scope">That releases the claim; null for an application's own.</param>
public sealed record ClaimReceipt(string Name, bool Told, string Why, string? Scope)
{
    private const string Reserved = "reserved";

    /// <summary>Every claim that this server knows, in the order in which they are written.</summary>
    public static IEnumerable<ClaimReceipt> Of(ClaimRelease release)
    {
        foreach (var source in ClaimSources.All)
        {
            foreach (var claim in source.Claims)
            {
                yield return Of(release, claim.Name, source.Scope, json => claim.Write(json, claim.Name, release.Subject, release.Format));
            }
        }

        foreach (var scope in release.Pool.All)
        {
            foreach (var claim in scope.Claims)
            {
                yield return ReservedClaims.Contains(claim.Name) ? new ClaimReceipt(claim.Name, Told: false, Reserved, scope.Name)
                    : release.IsOwn(claim.Name) ? new ClaimReceipt(claim.Name, Told: false, "replaced_by_own", scope.Name)
                    : Of(release, claim.Name, scope.Name, json => claim.Write(json, release.Subject, release.Format));
            }
        }

        foreach (var claim in release.Own)
        {
            var told = Writes(json => claim.Write(json, release.Subject, release.Format));
            yield return new ClaimReceipt(claim.Name, told, told ? "own" : ReservedClaims.Contains(claim.Name) ? Reserved : "empty", null);
        }
    }

    private static ClaimReceipt Of(ClaimRelease release, string claim, string scope, Action<Utf8JsonWriter> write)
    {
        if (!ClaimRelease.Releases(release.Scopes, release.AlsoAsked, scope, claim))
        {
            return new ClaimReceipt(claim, Told: false, "scope_missing", scope);
        }

        var told = Writes(write);
        return new ClaimReceipt(claim, told, !told ? "empty" : release.Scopes.Contains(scope) ? "scope" : "asked", scope);
    }

    /// <summary>A field of the person that is not set leaves its claim out; only the rule itself knows.</summary>
    private static bool Writes(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return body.WrittenCount > "{}"u8.Length;
    }
}
