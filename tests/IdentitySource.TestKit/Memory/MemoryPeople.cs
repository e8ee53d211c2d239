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
    private readonly HashSet<(Guid SessionId, Guid ApplicationId)> left = [];
    private readonly HashSet<(Guid SubjectId, Guid ApplicationId)> keptOut = [];

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

    /// <param name="applicationId">The only application that the session is for; null: all.</param>
    public (Session Session, TokenHandle Handle) SignIn(Guid poolId, Guid subjectId, DateTimeOffset now, Guid? applicationId = null)
    {
        Session session = new(Guid.CreateVersion7(now), subjectId, now, "pwd");
        var handle = TokenHandle.New();
        lock (sync)
        {
            sessions.Add(new StoredSession(poolId, applicationId, session, handle.Hash(), now + SessionLifetime));
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

    /// <summary>The person signs out of this application alone.</summary>
    public void Leave(Guid sessionId, Guid applicationId)
    {
        lock (sync)
        {
            left.Add((sessionId, applicationId));
        }
    }

    public void Return(Guid sessionId, Guid applicationId)
    {
        lock (sync)
        {
            left.Remove((sessionId, applicationId));
        }
    }

    public bool HasLeft(Guid sessionId, Guid applicationId)
    {
        lock (sync)
        {
            return left.Contains((sessionId, applicationId));
        }
    }

    /// <summary>The application's access rules keep the person out from now on, or let them in again.</summary>
    public void Keep(Guid subjectId, Guid applicationId, bool outside)
    {
        lock (sync)
        {
            _ = outside ? keptOut.Add((subjectId, applicationId)) : keptOut.Remove((subjectId, applicationId));
        }
    }

    public bool MayEnter(Guid subjectId, Guid applicationId)
    {
        lock (sync)
        {
            return !keptOut.Contains((subjectId, applicationId));
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

    /// <summary>Null when unknown, ended, past its end, or another application's own.</summary>
    public Session? FindSession(Guid poolId, byte[] handleHash, Guid applicationId, DateTimeOffset now)
    {
        lock (sync)
        {
            return sessions.Find(each => each.PoolId == poolId && (each.ApplicationId ?? applicationId) == applicationId
                && each.HandleHash.AsSpan().SequenceEqual(handleHash) && each.EndsAt > now)?.Session;
        }
    }

    /// <summary>The authorization as a read finds it now.</summary>
    public Grant GrantOf(Authorization authorization)
    {
        lock (sync)
        {
            var ended = authorization.SessionId is not null && !sessions.Exists(each => each.PoolId == authorization.PoolId && each.Session.Id == authorization.SessionId);
            return new Grant(authorization, subjects[(authorization.PoolId, authorization.SubjectId)], ended, MayEnter(authorization.SubjectId, authorization.ApplicationId));
        }
    }

    private sealed record StoredSession(Guid PoolId, Guid? ApplicationId, Session Session, byte[] HandleHash, DateTimeOffset EndsAt);
}
