using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Who is signed in where. Ending a session leaves offline authorizations alive, as OIDC Core §11 wants; ending all of a
/// person's leaves nothing.
/// </summary>
public sealed class SessionStore(Database database, SessionStatements sql, SessionPolicy policy)
{
    /// <returns>Null when the person was blocked or got other credentials meanwhile.</returns>
    public async Task<StartedSession?> StartAsync(NewSession start, CancellationToken cancel)
    {
        var handle = TokenHandle.New();
        Session session = new(Guid.CreateVersion7(start.Now), start.Person.UserId, start.Now, start.Methods);
        await using var command = database.Command(sql.Start)
            .With("pool", start.Person.PoolId)
            .With("id", session.Id)
            .With("person", start.Person.UserId)
            .With("application", start.ApplicationId)
            .With("stamp", start.Person.SecurityStamp)
            .With("handle", handle.Hash())
            .With("methods", start.Methods)
            .With("now", start.Now)
            .With("expires_at", start.Now + policy.Absolute)
            .With("remote_address", start.RemoteAddress)
            .With("user_agent", start.UserAgent);
        return await database.ExecuteAsync(command, cancel) == 1 ? new StartedSession(handle, session) : null;
    }

    /// <summary>
    /// The person has proved again who they are. The session stays the same one, so that what other applications got from it
    /// lives on; its handle does not, so that a planted or stolen one is worthless from here on.
    /// </summary>
    /// <returns>Null when the session ended meanwhile, and as for a new one.</returns>
    public async Task<StartedSession?> RenewAsync(Session session, NewSession again, CancellationToken cancel)
    {
        var handle = TokenHandle.New();
        await using var command = database.Command(sql.Renew)
            .With("pool", again.Person.PoolId)
            .With("id", session.Id)
            .With("person", again.Person.UserId)
            .With("stamp", again.Person.SecurityStamp)
            .With("handle", handle.Hash())
            .With("methods", again.Methods)
            .With("now", again.Now)
            .With("expires_at", again.Now + policy.Absolute)
            .With("remote_address", again.RemoteAddress);
        return await database.ExecuteAsync(command, cancel) == 1
            ? new StartedSession(handle, session with { AuthenticatedAt = again.Now, Methods = again.Methods })
            : null;
    }

    /// <returns>Null when the session is unknown, ended, expired, of another scope, or its person is blocked.</returns>
    public async Task<SignedInPerson?> FindAsync(SessionScope scope, byte[] handleHash, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.FindPerson)
            .With("pool", scope.PoolId)
            .With("application", scope.ApplicationId)
            .With("handle", handleHash)
            .With("now", now)
            .With("idle_since", now - policy.Idle);
        return await database.FindAsync(command, static reader =>
        {
            RowCursor row = new(reader);
            return new SignedInPerson(SessionReader.Read(ref row), row.TextOrNull(), row.TextOrNull(), row.TextOrNull(), row.TextOrNull());
        }, cancel);
    }

    /// <returns>False when there was nothing to end.</returns>
    public async Task<bool> EndAsync(Guid poolId, Guid sessionId, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.End).With("pool", poolId).With("id", sessionId).With("now", now);
        return await database.ExecuteAsync(command, cancel) == 1;
    }

    /// <summary>As <see cref="EndAsync(Guid, Guid, DateTimeOffset, CancellationToken)"/>, within the transaction of the act that ends it.</summary>
    public async Task<bool> EndAsync(IdentitySourceDb db, Guid sessionId, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Within(db, sql.End).With("pool", db.PoolId).With("id", sessionId).With("now", now);
        return await command.ExecuteAsync(cancel) == 1;
    }

    /// <summary>
    /// Signs a person out of one application: what it got from them ends, its own session too. A session that serves others stays,
    /// and counts for this one again when the person comes back and says so.
    /// </summary>
    public async Task LeaveAsync(LeftApplication left, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.Leave)
            .With("pool", left.PoolId)
            .With("person", left.UserId)
            .With("application", left.ApplicationId)
            .With("session", left.SessionId)
            .With("reason", left.Reason)
            .With("now", now);
        await database.ExecuteAsync(command, cancel);
    }

    /// <summary>All sessions of the person, and all that was granted in them or offline: nothing survives.</summary>
    public async Task EndAllAsync(Guid poolId, Guid userId, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.EndAll).With("pool", poolId).With("person", userId).With("reason", reason).With("now", now);
        await database.ExecuteAsync(command, cancel);
    }

    /// <summary>The same within the transaction of the act that ends them.</summary>
    /// <param name="reason">Kept with what is revoked: <c>signed_out_everywhere</c>, <c>password_changed</c> …</param>
    public async Task EndAllAsync(IdentitySourceDb db, Guid userId, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Within(db, sql.EndAll).With("pool", db.PoolId).With("person", userId).With("reason", reason).With("now", now);
        await command.ExecuteAsync(cancel);
    }
}

/// <summary>Somebody whose credentials were just looked at and found right.</summary>
/// <param name="SecurityStamp">Of the credentials that were looked at: they may be others by the time the session begins.</param>
public sealed record ProvenPerson(Guid PoolId, Guid UserId, string? SecurityStamp);

/// <param name="Methods">RFC 8176 names, space separated.</param>
public sealed record NewSession(ProvenPerson Person, string Methods, string? RemoteAddress, string? UserAgent, DateTimeOffset Now)
{
    /// <summary>The only application that it is for; null: all of the pool.</summary>
    public Guid? ApplicationId { get; init; }
}

/// <param name="Handle">For the cookie; only its hash was stored.</param>
public sealed record StartedSession(TokenHandle Handle, Session Session);

/// <summary>A session, and what a page shows of its person.</summary>
public sealed record SignedInPerson(Session Session, string? Name, string? Email, string? Username, string? Phone);

/// <summary>A person leaves an application.</summary>
/// <param name="SessionId">Where; null: wherever they are signed in.</param>
public sealed record LeftApplication(Guid PoolId, Guid UserId, Guid ApplicationId, Guid? SessionId)
{
    /// <summary>Kept with what is revoked.</summary>
    public string Reason => SessionId is null ? "signed_out_everywhere" : "signed_out";
}
