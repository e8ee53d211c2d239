using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>
/// Switches an application's OAuth 2.0 provider on with these settings, or off. Off, nothing is issued there, and what was issued
/// is revoked for good.
/// </summary>
public sealed class SetOAuthProvider(ApplicationChange change, TimeProvider clock)
{
    /// <param name="application">The client id, or the address.</param>
    /// <param name="provider">Null: off.</param>
    /// <param name="version">The one that was looked at; null: whatever it is.</param>
    public Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string application, OAuthProvider? provider, CancellationToken cancel, long? version = null)
    {
        var wasOff = false;
        return change.RunAsync<Guid>(actor, poolId, application, provider is null ? "oauth_provider_disabled" : "oauth_provider_enabled", Set, cancel, also: RevokeAsync, version: version);

        Outcome<Guid> Set(ApplicationRow row)
        {
            wasOff = row.Policy.OAuth is null;
            row.Policy = row.Policy with { OAuth = provider };
            var faults = ApplicationRules.Check(row, ApplicationModes.Of(row));
            return faults.Count > 0 ? faults : row.Id;
        }

        // Switching on revokes as well: another server may have issued something in the moment before it heard of the end.
        Task RevokeAsync(IdentitySourceDb db, ApplicationRow row) =>
            provider is null || wasOff ? RevokeIssuedAsync(db, row, clock.GetUtcNow(), cancel) : Task.CompletedTask;
    }

    internal static async Task RevokeIssuedAsync(IdentitySourceDb db, ApplicationRow row, DateTimeOffset now, CancellationToken cancel)
    {
        Guid[] servers = [AuthorizationServer.OAuthId(row.Id), AuthorizationServer.OAuthId(row.PoolId)];
        await db.Authorizations.Where(each => each.ApplicationId == row.Id && servers.Contains(each.ServerId) && each.RevokedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(each => each.RevokedAt, now).SetProperty(each => each.RevokedReason, "oauth_provider_disabled"), cancel);
        // A machine's token stands on no authorization.
        await db.AccessTokens.Where(each => each.ApplicationId == row.Id && servers.Contains(each.ServerId) && each.AccessKeyId != null).ExecuteDeleteAsync(cancel);
    }
}
