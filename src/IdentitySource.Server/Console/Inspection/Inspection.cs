using System.Text.Json;

namespace IdentitySource.Server.Console.Inspection;

/// <summary>What was found out about a text that somebody took for a token. It holds neither the text nor a signature.</summary>
/// <param name="Kind">The last part of <c>Kind.{…}</c> in the texts: <c>id_token</c>, <c>refresh_token</c>, <c>nothing</c> …</param>
public sealed record Inspection(string Kind)
{
    /// <summary>About the token as a whole.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    public IReadOnlyList<JudgedClaim> Header { get; init; } = [];

    public IReadOnlyList<JudgedClaim> Claims { get; init; } = [];

    public bool IsBad => Verdicts.Concat(Claims.Select(claim => claim.Verdict).OfType<Verdict>()).Any(verdict => verdict.Tone == Verdict.Bad);
}

/// <param name="Tone">As of a badge.</param>
/// <param name="Key">Of its text, <c>Verdict.{Key}</c>.</param>
/// <param name="Values">What the text tells: names, times, spans of time.</param>
public sealed record Verdict(string Tone, string Key, params IReadOnlyList<object> Values)
{
    public const string Ok = "ok";

    public const string Warn = "warn";

    public const string Bad = "bad";

    /// <summary>The reason of one of the protocol's own refusals, which the catalogue explains.</summary>
    public string? Reason { get; init; }
}

/// <param name="Value">JSON, or a plain text.</param>
/// <param name="Verdict">Null where there is nothing to say.</param>
public sealed record JudgedClaim(string Name, string Value, Verdict? Verdict)
{
    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
