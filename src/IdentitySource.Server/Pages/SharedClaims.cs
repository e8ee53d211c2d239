using System.Buffers;
using System.Globalization;
using System.Text.Json;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Claims;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages;

/// <summary>
/// What an account would share, as a person reads it. The values come from the rules that write the tokens, so the page cannot
/// say anything else than they will.
/// </summary>
internal sealed class SharedClaims(Subject subject, AuthorizeRequest request, IStringLocalizer<SharedTexts> text)
{
    /// <summary>Beside the sentence about a scope: words, not the yes and no about them, nor when they changed, nor the address of a picture.</summary>
    public IReadOnlyList<string> OfScope(string scope) =>
    [
        .. Write(Scopes.Of([scope]), [], [])
            .Where(claim => claim.Name != "picture" && (claim.Value.ValueKind is JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Object || !ClaimSources.Knows(claim.Name)))
            .OrderByDescending(claim => claim.Name == "name")
            .Select(Show)
            .Where(shown => shown.Length > 0)
            .Distinct(),
    ];

    /// <summary>Null when the account has none.</summary>
    public string? Of(string claim) =>
        Write(Scopes.None, [claim], [.. request.Application.Policy.CustomClaims.Where(own => own.Name == claim)]).Select(Show).FirstOrDefault(shown => shown.Length > 0);

    private List<JsonProperty> Write(Scopes scopes, IReadOnlyList<string> claims, IReadOnlyList<CustomClaim> own)
    {
        ArrayBufferWriter<byte> written = new();
        using (Utf8JsonWriter json = new(written))
        {
            json.WriteStartObject();
            new ClaimRelease(subject, scopes, claims, ClaimsFormat.Standard, request.Server.CustomScopes, own).Write(json);
            json.WriteEndObject();
        }

        return [.. JsonElement.Parse(written.WrittenSpan).EnumerateObject()];
    }

    /// <summary>The one number of a standard claim is the time of the last change (OIDC Core §5.1).</summary>
    private string Show(JsonProperty claim) => claim.NameEquals("updated_at") && claim.Value.TryGetInt64(out var seconds)
        ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Show(claim.Value);

    private string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => text["Consent.Yes"],
        JsonValueKind.False => text["Consent.No"],
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Show)),
        JsonValueKind.Object => value.TryGetProperty("formatted", out var formatted)
            ? Show(formatted)
            : string.Join(", ", value.EnumerateObject().Select(member => Show(member.Value)).Where(shown => shown.Length > 0)),
        JsonValueKind.Null => "",
        _ => value.ToString(),
    };
}
