using IdentitySource.Protocol;
using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.Stores;

/// <summary>What people have allowed applications to see. It is read with the session, by <see cref="PresenceStore"/>.</summary>
public sealed class ConsentStore(Database database, ConsentStatements sql)
{
    /// <summary>Adds to what was allowed before.</summary>
    public async Task AllowAsync(Guid poolId, Guid userId, Guid applicationId, Scopes scopes, Scopes claims, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.Allow)
            .With("pool", poolId)
            .With("person", userId)
            .With("application", applicationId)
            .With("scopes", scopes.ToString())
            .With("claims", claims.ToString())
            .With("now", now);
        await database.ExecuteAsync(command, cancel);
    }

    /// <summary>Forgets the consent and revokes what the application got by it, offline or not; within the act's transaction.</summary>
    public async Task WithdrawAsync(IdentitySourceDb db, Guid userId, Guid applicationId, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Within(db, sql.Withdraw)
            .With("pool", db.PoolId)
            .With("person", userId)
            .With("application", applicationId)
            .With("reason", "consent_withdrawn")
            .With("now", now);
        await command.ExecuteAsync(cancel);
    }
}
