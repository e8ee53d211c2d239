using System.Buffers;
using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Authorize.Answers;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Token;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Protocol.UserInfo;

namespace IdentitySource.Protocol.Preview;

/// <summary>
/// What the tokens of a sign-in would say, described by the code that makes them: nothing is written, signed or handed out. The
/// request has been judged like any other.
/// </summary>
public static class TokenPreview
{
    /// <summary>Stands for what is made at random, so that what depends on it is there.</summary>
    private const string Unmade = "-";

    public static IReadOnlyList<PreviewedToken> Of(AuthorizeRequest request, Subject subject)
    {
        if (request.ResponseType is not { } type)
        {
            return [];
        }

        var answer = Answered(request, type, subject);
        var (grant, scopes) = (answer.Grant!, answer.Grant!.Authorization.Scopes);
        List<PreviewedToken> tokens = [];
        if (type.Has("id_token"))
        {
            tokens.Add(IdTokenOf(PreviewedKind.FrontIdToken, IdTokenPart.Describe(answer)));
        }

        if (type.Has("token"))
        {
            tokens.Add(AccessTokenOf(PreviewedKind.FrontAccessToken, request, grant.Authorization));
        }

        if (type.HasCode)
        {
            TokenRequest exchange = new(request.Server, request.Application, request.Parameters, request.Now);
            tokens.Add(IdTokenOf(PreviewedKind.IdToken, TokenIssuer.Describe(exchange, new ProvenGrant.OfPerson(grant, scopes, null, request.Nonce), Unmade)));
            tokens.Add(AccessTokenOf(PreviewedKind.AccessToken, request, grant.Authorization));
        }

        if (type.HasCode || type.Has("token"))
        {
            tokens.Add(UserInfoOf(UserInfoAnswer.Of(request.Server, grant, scopes, request.Application)));
        }

        return tokens;
    }

    /// <summary>Each scope that was asked for, and why it is granted or drops out.</summary>
    public static IReadOnlyList<PreviewedScope> ScopesOf(AuthorizeRequest request) =>
    [
        .. (request.AskedScopes.Value ?? Scopes.None).Select(name => new PreviewedScope(name, request.Scopes.Contains(name), WhyOf(request, name))),
    ];

    private static string WhyOf(AuthorizeRequest request, string name) =>
        request.Server.KnowsScope(name) ? request.Scopes.Contains(name) ? "granted" : request.OfflineRefusal ?? "granted"
        : request.GrantedItems.Contains(name) ? "item_granted"
        : request.RejectedScopes.Contains(name) ? "item_not_allowed"
        : request.ResponseType is { HasCode: true } type && !type.Has("token") ? "unknown"
        : "item_in_browser";

    private static Answer Answered(AuthorizeRequest request, ResponseType type, Subject subject)
    {
        Answer answer = new(request, new Session(Guid.NewGuid(), subject.Id, request.Now, "pwd"));
        answer.Grant = new Grant(answer.Authorization, subject, SessionEnded: false, MayEnter: true);
        if (type.HasCode)
        {
            answer.Add("code", Unmade);
        }

        if (type.Has("token"))
        {
            answer.Add("access_token", Unmade);
        }

        return answer;
    }

    private static PreviewedToken IdTokenOf(PreviewedKind kind, IdToken token)
    {
        var receipts = ClaimReceipt.Of(token.Release).ToList();
        var missing = receipts.Where(receipt => !receipt.Told).Select(receipt => MissingOf(receipt, token.IsBrief && token.Grant.Authorization.Scopes.Contains(receipt.Scope ?? "")));
        return new PreviewedToken(kind) { Claims = Told(token.WriteClaims, receipts), Missing = [.. missing] };
    }

    private static PreviewedToken AccessTokenOf(PreviewedKind kind, AuthorizeRequest request, Authorization authorization)
    {
        var token = AccessTokenIssuer.Describe(request.Application, authorization, request.Now);
        return new PreviewedToken(kind)
        {
            Claims = Told(json => AccessToken.WriteClaims(json, token, request.Server.Issuer), []),
            IsOpaque = request.Application.Policy.AccessTokenFormat == AccessTokenFormat.Opaque,
        };
    }

    private static PreviewedToken UserInfoOf(UserInfoAnswer answer)
    {
        var receipts = ClaimReceipt.Of(answer.Release).ToList();
        ArrayBufferWriter<byte> body = new();
        answer.WriteTo(body);
        return new PreviewedToken(PreviewedKind.UserInfo)
        {
            Claims = Told(JsonElement.Parse(body.WrittenSpan), receipts),
            Missing = [.. receipts.Where(receipt => !receipt.Told).Select(receipt => MissingOf(receipt, isBrief: false))],
        };
    }

    private static PreviewedClaim MissingOf(ClaimReceipt receipt, bool isBrief) =>
        new(receipt.Name, null, isBrief && receipt.Why == "scope_missing" ? "beside_code" : receipt.Why, receipt.Scope);

    private static List<PreviewedClaim> Told(Action<Utf8JsonWriter> write, List<ClaimReceipt> receipts)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Told(JsonElement.Parse(body.WrittenSpan), receipts);
    }

    private static List<PreviewedClaim> Told(JsonElement claims, List<ClaimReceipt> receipts) =>
    [
        .. claims.EnumerateObject().Select(claim => receipts.Find(each => each.Told && each.Name == claim.Name) is { } receipt
            ? new PreviewedClaim(claim.Name, claim.Value, receipt.Why, receipt.Scope)
            : new PreviewedClaim(claim.Name, IsUnmade(claim.Name) ? null : claim.Value, "of_token")),
    ];

    /// <summary>Random, or made of what is.</summary>
    private static bool IsUnmade(string claim) => claim is "jti" or "sid" or "at_hash" or "c_hash";
}
