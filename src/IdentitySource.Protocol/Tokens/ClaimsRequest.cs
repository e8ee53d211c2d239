using System.Text;
using System.Text.Json;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// The <c>claims</c> parameter (OIDC Core §5.5): claims asked for one by one. Names we do not know are dropped, as §5.5 allows;
/// what remains is shown on the consent page.
/// </summary>
public sealed record ClaimsRequest(IReadOnlyList<string> IdToken, IReadOnlyList<string> UserInfo)
{
    private const int MostNames = 100;

    public static ClaimsRequest None { get; } = new([], []);

    /// <summary>The one person that an ID token is asked for, if any; judged while the request is answered, and not stored.</summary>
    public string? Subject { get; init; }

    /// <summary>The <c>acr</c> values of which one is essential (§5.5.1.1); judged like <see cref="Subject"/>.</summary>
    public IReadOnlyList<string> EssentialContexts { get; init; } = [];

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

        return StrictJson.ParseObject(Encoding.UTF8.GetBytes(json.Trim())) is { } root
            && Names(root, "id_token", known) is { } idToken
            && Names(root, "userinfo", known) is { } userInfo
                ? new ClaimsRequest(idToken, userInfo)
                {
                    Subject = Values(root, "sub").FirstOrDefault(),
                    EssentialContexts = IsEssential(root, "acr") ? [.. Values(root, "acr")] : [],
                }
                : ProtocolError.InvalidRequest(
                    "claims_malformed", "The parameter 'claims' is not a JSON object of the form that OpenID Connect Core 5.5 describes.");
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

    /// <summary>The <c>value</c> or the <c>values</c> that a claim of the ID token is asked to have, as far as they are texts.</summary>
    private static IEnumerable<string> Values(JsonElement root, string claim) =>
        Asked(root, claim) is not { } asked ? []
        : asked.TryGetProperty("value", out var one) ? Texts([one])
        : asked.TryGetProperty("values", out var many) && many.ValueKind == JsonValueKind.Array ? Texts(many.EnumerateArray())
        : [];

    private static bool IsEssential(JsonElement root, string claim) =>
        Asked(root, claim) is { } asked && asked.TryGetProperty("essential", out var essential) && essential.ValueKind == JsonValueKind.True;

    private static JsonElement? Asked(JsonElement root, string claim) =>
        root.TryGetProperty("id_token", out var idToken) && idToken.TryGetProperty(claim, out var asked) && asked.ValueKind == JsonValueKind.Object
            ? asked
            : null;

    private static IEnumerable<string> Texts(IEnumerable<JsonElement> values) =>
        values.Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!);
}
