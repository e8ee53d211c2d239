namespace IdentitySource.Protocol.Authorize.ResponseModes;

/// <summary>RFC 6749 §4.1.2: added to a query that the redirect URI may already have (§3.1.2).</summary>
public sealed class QueryMode : IResponseMode
{
    public const string ModeName = "query";

    public string Name => ModeName;

    public string Location(VerifiedRedirect redirect, IReadOnlyList<KeyValuePair<string, string>> parameters) =>
        $"{redirect.Uri}{(redirect.Uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{ResponseMode.Encode(parameters)}";
}
