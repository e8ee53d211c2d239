using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Management.AccessKeys;

/// <summary>Gives a programmatic access account a new SK; the old one is refused from then on, and nothing else changes.</summary>
public sealed class RefreshAccessKey(AccessKeyChange change)
{
    public Task<Outcome<IssuedAccessKey>> RunAsync(Actor actor, Guid poolId, string accessKey, CancellationToken cancel) =>
        change.RunAsync(actor, poolId, accessKey, "access_key_refreshed", (_, row) =>
        {
            var secret = TokenHandle.New();
            row.SecretHash = secret.Hash();
            return Task.FromResult(new IssuedAccessKey(row.Id, row.ApplicationId, secret.Value));
        }, cancel);
}
