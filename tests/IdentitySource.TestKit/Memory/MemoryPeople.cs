using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.TestKit.Memory;

/// <summary>The people of all pools with their sessions and consents: what the other memory stores read.</summary>
public sealed class MemoryPeople
{
    /// <summary>How long a session lasts when nothing else is said.</summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(12);

    private readonly Lock sync = new();
    private readonly Dictionary<(Guid PoolId, Guid Id), Subject> subjects = [];
    private readonly Dictionary<(Guid PoolId, Guid SubjectId), string> stamps = [];
    private readonly List<StoredSession> sessions = [];
    private readonly Dictionary<(Guid PoolId, Guid SubjectId, Guid ApplicationId), ConsentState> consents = [];

    /// <summary>Adds the person, or replaces the one with this id.</summary>
    public Subject Put(Guid poolId, Subject subject)
    {
        lock (sync)
        {
            return subjects[(poolId, subject.Id)] = subject;
        }
    }

    /// <summary>Changes with the credentials.</summary>
    public string StampOf(Guid poolId, Guid subjectId)
    {
        lock (sync)
        {
            return stamps.GetValueOrDefault((poolId, subjectId), Contracts.Seeded.Stamp);
        }
    }

    public void ChangeCredentials(Guid poolId, Guid subjectId)
    {
        lock (sync)
        {
            stamps[(poolId, subjectId)] = Guid.NewGuid().ToString();
        }
    }

    public void Block(Guid poolId, Guid subjectId) => Put(poolId, Get(poolId, subjectId) with { Active = false });

    public Subject Get(Guid poolId, Guid subjectId)
    {
        lock (sync)
        {
            return subjects[(poolId, subjectId)];
        }
    }

    public Subject? Find(Guid poolId, Guid subjectId)
    {
        lock (sync)
        {
            return subjects.GetValueOrDefault((poolId, subjectId));
        }
    }

    public (Session Session, TokenHandle Handle) SignIn(Guid poolId, Guid subjectId, DateTimeOffset now)
    {
        Session session = new(Guid.CreateVersion7(now), subjectId, now, "pwd");
        var handle = TokenHandle.New();
        lock (sync)
        {
            sessions.Add(new StoredSession(poolId, session, handle.Hash(), now + SessionLifetime));
        }

        return (session, handle);
    }

    public void EndSession(Guid poolId, Guid sessionId)
    {
        lock (sync)
        {
            sessions.RemoveAll(each => each.PoolId == poolId && each.Session.Id == sessionId);
        }
    }

    public void Allow(Guid poolId, Guid subjectId, Guid applicationId, ConsentState consent)
    {
        lock (sync)
        {
            consents[(poolId, subjectId, applicationId)] = consent;
        }
    }

    public ConsentState Consent(Guid poolId, Guid subjectId, Guid applicationId)
    {
        lock (sync)
        {
            return consents.GetValueOrDefault((poolId, subjectId, applicationId), ConsentState.Never);
        }
    }

    /// <summary>Null when unknown, ended or past its end.</summary>
    public Session? FindSession(Guid poolId, byte[] handleHash, DateTimeOffset now)
    {
        lock (sync)
        {
            return sessions.Find(each => each.PoolId == poolId && each.HandleHash.AsSpan().SequenceEqual(handleHash) && each.EndsAt > now)?.Session;
        }
    }

    /// <summary>The authorization as a read finds it now.</summary>
    public Grant GrantOf(Authorization authorization)
    {
        lock (sync)
        {
            var ended = authorization.SessionId is not null && !sessions.Exists(each => each.PoolId == authorization.PoolId && each.Session.Id == authorization.SessionId);
            return new Grant(authorization, subjects[(authorization.PoolId, authorization.SubjectId)], ended);
        }
    }

    private sealed record StoredSession(Guid PoolId, Session Session, byte[] HandleHash, DateTimeOffset EndsAt);
}
