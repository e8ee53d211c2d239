using System.Text.Json;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// The <c>claims</c> parameter (OIDC Core §5.5): claims asked for one by one. Names we do not know are dropped, as §5.5 allows;
/// what remains is shown on the consent page.
/// </summary>
public sealed record ClaimsRequest(IReadOnlyList<string> IdToken, IReadOnlyList<string> UserInfo)
{
    private const int MostNames = 100;

    public static ClaimsRequest None { get; } = new([], []);

    public bool IsEmpty => IdToken.Count == 0 && UserInfo.Count == 0;

    /// <summary>Every claim named, once, in order.</summary>
    public IEnumerable<string> All => IdToken.Concat(UserInfo).Distinct(StringComparer.Ordinal);

    /// <param name="known">The claims that this server can release.</param>
    public static Result<ClaimsRequest> Parse(string? json, Predicate<string> known)
    {
        if (json is null)
        {
            return None;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && Names(document.RootElement, "id_token", known) is { } idToken
                && Names(document.RootElement, "userinfo", known) is { } userInfo
                    ? new ClaimsRequest(idToken, userInfo)
                    : Malformed();
        }
        catch (JsonException)
        {
            return Malformed();
        }
    }

    private static List<string>? Names(JsonElement root, string member, Predicate<string> known)
    {
        if (!root.TryGetProperty(member, out var asked))
        {
            return [];
        }

        if (asked.ValueKind != JsonValueKind.Object || asked.GetPropertyCount() > MostNames)
        {
            return null;
        }

        return [.. asked.EnumerateObject().Select(claim => claim.Name).Where(name => known(name))];
    }

    private static ProtocolError Malformed() =>
        ProtocolError.InvalidRequest("claims_malformed", "The parameter 'claims' is not a JSON object of the form that OpenID Connect Core §5.5 describes.");
}
