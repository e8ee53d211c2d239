using IdentitySource.Management.Users;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Server.Console.Inspection;

/// <summary>Whose ids stand in a token: applications, accounts and people of one user pool.</summary>
public sealed class PoolNames(IApplicationRegistry applications, IAccessKeyRegistry keys, FindUser users)
{
    public async Task<Verdict> ClientAsync(Guid poolId, string clientId, CancellationToken cancel) =>
        await applications.FindAsync(poolId, clientId, cancel) is { } application
            ? new Verdict(application.Enabled ? Verdict.Ok : Verdict.Bad, application.Enabled ? "application" : "application_disabled", application.Name)
        : await keys.FindAsync(poolId, clientId, cancel) is { } key
            ? new Verdict(key.Enabled ? Verdict.Ok : Verdict.Bad, key.Enabled ? "access_key" : "access_key_disabled",
                (await applications.FindAsync(poolId, key.ApplicationId.ToString("N"), cancel))?.Name ?? key.ApplicationId.ToString("N"))
        : new Verdict(Verdict.Bad, "client_unknown");

    public async Task<Verdict> UserAsync(Guid poolId, string subject, CancellationToken cancel) =>
        !Guid.TryParseExact(subject, "N", out var id) || await users.RunAsync(poolId, id, cancel) is not { } user ? new Verdict(Verdict.Bad, "user_unknown")
        : user.Blocked ? new Verdict(Verdict.Bad, "user_blocked", user.Called)
        : new Verdict(Verdict.Ok, "user", user.Called);
}
