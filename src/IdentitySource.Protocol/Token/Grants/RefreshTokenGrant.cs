using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Token.Grants;

/// <summary>Uses a refresh token, RFC 6749 §6. Rotation and the verdict on a repeated use are in <see cref="RefreshRotation"/>.</summary>
public sealed class RefreshTokenGrant(IGrantStore grants, RefreshRotation rotation, IPersonPermissions permissions) : IGrant
{
    public string GrantType => "refresh_token";

    public async Task<Result<ProvenGrant>> ProveAsync(TokenRequest request, CancellationToken cancel)
    {
        if (request.Parameters["refresh_token"] is not { } text)
        {
            return ProtocolError.InvalidRequest("refresh_token_missing", "The parameter 'refresh_token' is missing.");
        }

        TokenHandle handle = new(text);
        var hash = handle.Hash();

        // Only a request that names a scope pays a second round trip: its refusal must not cost the token.
        if (request.Parameters["scope"] is { } scope && await NarrowAsync(request, hash, scope, cancel) is { } tooMuch)
        {
            return tooMuch;
        }

        var successor = rotation.Successor(handle);
        var used = await grants.UseRefreshTokenAsync(Use(request, hash, successor), cancel);
        if (used is null)
        {
            return ProtocolError.InvalidGrant("refresh_token_unknown");
        }

        if (await CheckAsync(request, used) is { } refusal)
        {
            return refusal with { SubjectId = used.Grant.Authorization.SubjectId };
        }

        var (scopes, lost) = await StillPermittedAsync(request, used.Grant.Authorization, cancel);
        return new ProvenGrant.OfPerson(used.Grant, scopes, used.SpentAt is null ? handle : successor, Nonce: null) { RejectedScopes = lost };
    }

    /// <summary>A permission that was taken from the person since is not in the new token, although the consent to it still stands.</summary>
    private async Task<PermittedItems> StillPermittedAsync(TokenRequest request, Authorization authorization, CancellationToken cancel)
    {
        var wanted = Scopes.Parse(request.Parameters["scope"]).Value is { Count: > 0 } asked ? asked : authorization.Scopes;
        if (wanted.All(request.Server.KnowsScope))
        {
            return new PermittedItems(wanted, Scopes.None);
        }

        var book = await permissions.FindAsync(request.Server.PoolId, authorization.SubjectId, cancel);
        var items = book.Sort(wanted.Where(name => !request.Server.KnowsScope(name)));
        return items with { Granted = Scopes.Of(wanted.Where(name => !items.Rejected.Contains(name))) };
    }

    private static RefreshUse Use(TokenRequest request, byte[] hash, TokenHandle successor)
    {
        var policy = request.Application.Policy;
        return new RefreshUse(
            request.Server.PoolId, request.Server.Id, request.Application.Id, hash,
            new NewRefreshToken(successor.Hash(), policy.RefreshTokenLifetime, policy.RefreshAbsoluteLifetime),
            policy.RotateRefreshTokens, request.Now);
    }

    /// <summary>RFC 6749 §6: a refreshed token may have less than was granted, never more.</summary>
    private async Task<ProtocolError?> NarrowAsync(TokenRequest request, byte[] hash, string scope, CancellationToken cancel)
    {
        if (Scopes.Parse(scope).Refused(out var malformed, out var asked))
        {
            return malformed;
        }

        var found = await grants.FindRefreshTokenAsync(request.Server.PoolId, request.Server.Id, hash, cancel);
        return found is null || found.Grant.Authorization.ApplicationId != request.Application.Id ? ProtocolError.InvalidGrant("refresh_token_unknown_here")
            : asked.CoveredBy(found.Grant.Authorization.Scopes) ? null
            : ProtocolError.InvalidScope("refresh_scope_widened", "The parameter 'scope' holds more than was granted.")
                .With("given", scope).With("granted", found.Grant.Authorization.Scopes.ToString());
    }

    private async Task<ProtocolError?> CheckAsync(TokenRequest request, UsedRefreshToken used)
    {
        if (used.Grant.Dead() is { } why)
        {
            return ProtocolError.InvalidGrant("refresh_grant_ended").With("why", why);
        }

        // Reuse comes first: a spent token that has expired meanwhile tells of a theft all the same.
        if (used.SpentAt is { } spentAt && request.Now - spentAt > request.Application.Policy.RefreshReuseWindow)
        {
            return await ReusedAsync(request, used, spentAt);
        }

        return used.ExpiresAt <= request.Now
            ? ProtocolError.InvalidGrant("refresh_token_expired").With("expired_at", used.ExpiresAt.ToString("O"))
            : null;
    }

    /// <summary>RFC 9700 §4.14.2: a token spent long ago came back. Who holds the successor cannot be told, so nobody keeps anything.</summary>
    private async Task<ProtocolError> ReusedAsync(TokenRequest request, UsedRefreshToken used, DateTimeOffset spentAt)
    {
        await grants.RevokeAsync(request.Server.PoolId, used.Grant.Authorization.Id, "refresh_token_reused", request.Now, CancellationToken.None);
        return ProtocolError.InvalidGrant("refresh_token_reused")
            .With("verdict", RefreshRotation.Judge(used, request.Now))
            .With("authorization", used.Grant.Authorization.Id.ToString("N"))
            .With("seconds_since_spent", ((long)(request.Now - spentAt).TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
