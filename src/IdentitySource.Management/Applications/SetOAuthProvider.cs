using IdentitySource.Protocol.Applications;

namespace IdentitySource.Management.Applications;

/// <summary>Switches an application's OAuth 2.0 provider on with these settings, or off. Off, nothing is issued or honoured there.</summary>
public sealed class SetOAuthProvider(ApplicationChange change)
{
    /// <param name="application">The client id, or the address.</param>
    /// <param name="provider">Null: off.</param>
    /// <param name="version">The one that was looked at; null: whatever it is.</param>
    public Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string application, OAuthProvider? provider, CancellationToken cancel, long? version = null) =>
        change.RunAsync<Guid>(actor, poolId, application, provider is null ? "oauth_provider_disabled" : "oauth_provider_enabled", row =>
        {
            row.Policy = row.Policy with { OAuth = provider };
            var faults = ApplicationRules.Check(row);
            return faults.Count > 0 ? faults : row.Id;
        }, cancel, version: version);
}
