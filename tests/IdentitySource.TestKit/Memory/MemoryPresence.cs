using IdentitySource.Protocol.Ports;

namespace IdentitySource.TestKit.Memory;

public sealed class MemoryPresence(MemoryPeople people) : IPresence
{
    public Task<Presence?> FindAsync(Guid poolId, byte[] sessionHash, Guid applicationId, DateTimeOffset now, CancellationToken cancel) =>
        Task.FromResult(people.FindSession(poolId, sessionHash, applicationId, now) is { } session && people.Get(poolId, session.SubjectId).Active
            ? new Presence(session, people.Consent(poolId, session.SubjectId, applicationId), people.HasLeft(session.Id, applicationId), people.MayEnter(session.SubjectId, applicationId))
            : null);

    public Task ReturnAsync(Guid poolId, Guid sessionId, Guid applicationId, CancellationToken cancel)
    {
        people.Return(sessionId, applicationId);
        return Task.CompletedTask;
    }
}
