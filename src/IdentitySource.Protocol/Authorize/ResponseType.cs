using IdentitySource.Protocol.Authorize.ResponseModes;

namespace IdentitySource.Protocol.Authorize;

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

    public string DefaultMode => HasToken ? FragmentMode.ModeName : QueryMode.ModeName;

    /// <summary>The type that these words name, known to the catalog or not; null for none at all.</summary>
    public static ResponseType? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (ProtocolCatalog.ResponseTypes.Contains(text))
        {
            return new ResponseType(text);
        }

        var words = text.Split(' ');
        return new ResponseType(string.Join(' ', words.OrderBy(word => Array.IndexOf(CanonicalOrder, word))));
    }
}
