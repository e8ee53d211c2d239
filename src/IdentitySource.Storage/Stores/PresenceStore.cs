using IdentitySource.Protocol;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.Stores;

/// <summary>Who is at this browser, what they allowed, and whether they may enter: one read.</summary>
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
            var (signedOut, mayEnter) = (row.Flag(), row.Flag());
            return new Presence(session, ReadConsent(row.TextOrNull(), row.TextOrNull(), row.TimeOrNull()), signedOut, mayEnter);
        }, cancel);
    }

    public async Task ReturnAsync(Guid poolId, Guid sessionId, Guid applicationId, CancellationToken cancel)
    {
        await using var command = database.Command(sql.Return).With("pool", poolId).With("id", sessionId).With("application", applicationId);
        await database.ExecuteAsync(command, cancel);
    }

    /// <summary>The same for an application's own pages, with the person; one read as well. Null also for who has left the application.</summary>
    public async Task<ToldSession?> FindToldAsync(SessionScope scope, byte[] sessionHash, Guid applicationId, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.FindTold)
            .With("pool", scope.PoolId)
            .With("owner", scope.ApplicationId)
            .With("handle", sessionHash)
            .With("application", applicationId)
            .With("now", now)
            .With("kept_until", now + GrantStore.Remembered)
            .With("idle_since", now - policy.Idle);
        return await database.FindAsync(command, reader =>
        {
            RowCursor row = new(reader);
            var session = SessionReader.Read(ref row);
            seen.Note(scope.PoolId, session.Id, row.Time(), now);
            var allowed = Scopes.Of(row.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries));
            return new ToldSession(session, allowed, GrantReader.ReadSubject(ref row, session.SubjectId));
        }, cancel);
    }

    private static ConsentState ReadConsent(string? scopes, string? claims, DateTimeOffset? givenAt) =>
        givenAt is null ? ConsentState.Never : new ConsentState(Scopes.FromTrusted(scopes ?? ""), Scopes.FromTrusted(claims ?? ""), givenAt);
}

/// <param name="Allowed">Scopes that the person's consent or what the application was granted and still holds speak of.</param>
public sealed record ToldSession(Session Session, Scopes Allowed, Subject Person);
