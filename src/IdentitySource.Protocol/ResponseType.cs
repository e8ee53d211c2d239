namespace IdentitySource.Protocol;

/// <summary>A response type in its canonical order of words (RFC 6749 §3.1.1: their order means nothing).</summary>
/// <param name="Name">As in <see cref="ProtocolCatalog.ResponseTypes"/>.</param>
public sealed record ResponseType(string Name)
{
    private static readonly string[] CanonicalOrder = ["code", "id_token", "token", "none"];

    private readonly string[] words = Name.Split(' ');

    public bool Has(string word) => Array.IndexOf(words, word) >= 0;

    public bool HasCode => Has("code");

    /// <summary>Tokens travel through the browser: then the answer must not be in the query (Multiple Response Types §3).</summary>
    public bool HasToken => Has("token") || Has("id_token");

    /// <summary>
    /// A code needs the mode authorization_code, what is issued right here needs implicit, a mix of both (hybrid) needs both.
    /// <c>none</c> yields nothing, so either will do: it says that the application sends people here at all.
    /// </summary>
    /// <param name="grantTypes">The modes that are ticked.</param>
    public bool WorksWith(IReadOnlyCollection<string> grantTypes) =>
        Has("none")
            ? grantTypes.Contains("authorization_code") || grantTypes.Contains("implicit")
            : (!HasCode || grantTypes.Contains("authorization_code")) && (!HasToken || grantTypes.Contains("implicit"));

    public string DefaultMode => HasToken ? "fragment" : "query";

    /// <summary>The type that these words name, known to the catalog or not; null for none at all.</summary>
    public static ResponseType? Parse(string? text) => text is null ? null : new ResponseType(Canonical(text));

    /// <summary>The same words in their canonical order.</summary>
    public static string Canonical(string text) =>
        ProtocolCatalog.ResponseTypes.Contains(text) ? text : string.Join(' ', text.Split(' ').OrderBy(word => Array.IndexOf(CanonicalOrder, word)));
}
