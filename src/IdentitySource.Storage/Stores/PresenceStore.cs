using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.Stores;

/// <summary>Who is at this browser, and what they allowed: one read of the session, its person and the consent.</summary>
public sealed class PresenceStore(Database database, SessionStatements sql, SessionPolicy policy, SeenSessions seen) : IPresence
{
    public async Task<Presence?> FindAsync(Guid poolId, byte[] sessionHash, Guid applicationId, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.FindPresence)
            .With("pool", poolId)
            .With("handle", sessionHash)
            .With("application", applicationId)
            .With("now", now)
            .With("idle_since", now - policy.Idle);
        return await database.FindAsync(command, reader =>
        {
            RowCursor row = new(reader);
            var session = SessionReader.Read(ref row);
            seen.Note(poolId, session.Id, row.Time(), now);
            var signedOut = row.Flag();
            return new Presence(session, ReadConsent(row.TextOrNull(), row.TextOrNull(), row.TimeOrNull()), signedOut);
        }, cancel);
    }

    public async Task ReturnAsync(Guid poolId, Guid sessionId, Guid applicationId, CancellationToken cancel)
    {
        await using var command = database.Command(sql.Return).With("pool", poolId).With("id", sessionId).With("application", applicationId);
        await database.ExecuteAsync(command, cancel);
    }

    private static ConsentState ReadConsent(string? scopes, string? claims, DateTimeOffset? givenAt) =>
        givenAt is null ? ConsentState.Never : new ConsentState(Scopes.FromTrusted(scopes ?? ""), Scopes.FromTrusted(claims ?? ""), givenAt);
}
