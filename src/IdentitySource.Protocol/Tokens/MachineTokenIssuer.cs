using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Protocol.Tokens;

/// <summary>Makes the access tokens of machines, in the format that the application has chosen: a JWT from memory, an opaque one for a row.</summary>
public sealed class MachineTokenIssuer(IGrantStore grants)
{
    public async ValueTask<MintedAccessToken> IssueAsync(
        AuthorizationServer server, Application application, AccessKey key, Scopes scopes, DateTimeOffset now, CancellationToken cancel)
    {
        var token = application.Policy.AccessTokenFormat == AccessTokenFormat.Opaque
            ? await AddAsync(server, key, scopes, now, cancel)
            : MachineToken.For(key, scopes, now).Sign(server, server.Keys.Signing(application.AccessTokenAlgorithm, now));
        return new MintedAccessToken(token, (long)key.TokenLifetime.TotalSeconds);
    }

    private async Task<string> AddAsync(AuthorizationServer server, AccessKey key, Scopes scopes, DateTimeOffset now, CancellationToken cancel)
    {
        var handle = OpaqueToken.New();
        NewMachineToken token = new(key.PoolId, server.Id, key.ApplicationId, key.Id, handle.Hash(), scopes, now, now + key.TokenLifetime);
        await grants.AddMachineTokenAsync(token, cancel);
        return handle.Value;
    }
}
