using IdentitySource.Protocol.Ports;

namespace IdentitySource.TestKit.Memory;

public sealed class MemoryPresence(MemoryPeople people) : IPresence
{
    public Task<Presence?> FindAsync(Guid poolId, byte[] sessionHash, Guid applicationId, DateTimeOffset now, CancellationToken cancel) =>
        Task.FromResult(people.FindSession(poolId, sessionHash, now) is { } session && people.Get(poolId, session.SubjectId).Active
            ? new Presence(session, people.Consent(poolId, session.SubjectId, applicationId))
            : null);
}
