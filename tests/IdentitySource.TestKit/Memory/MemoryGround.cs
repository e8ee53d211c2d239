using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit.Contracts;

namespace IdentitySource.TestKit.Memory;

/// <summary>The memory stores, for the contract suites.</summary>
public sealed class MemoryGround : IStoreGround
{
    private readonly MemoryPeople people = new();

    public MemoryGround() => (Grants, Presences) = (new MemoryGrantStore(people), new MemoryPresence(people));

    public IGrantStore Grants { get; }

    public IPresence Presences { get; }

    public Task<Seeded> SeedAsync()
    {
        var now = new FakeClock().Now;
        var poolId = Guid.CreateVersion7(now);
        var application = Guid.CreateVersion7(now);
        var key = Guid.NewGuid();
        var subject = people.Put(poolId, new Subject { Id = Guid.CreateVersion7(now), Username = "ann", Email = "ann@acme.test", UpdatedAt = now });
        var (session, handle) = people.SignIn(poolId, subject.Id, now);
        return Task.FromResult(new Seeded
        {
            PoolId = poolId,
            ServerId = application,
            ApplicationId = application,
            OtherApplicationId = Guid.CreateVersion7(now),
            AccessKeyId = key,
            Subject = subject,
            Session = session,
            SessionHash = handle.Hash(),
            SessionEndsAt = now + MemoryPeople.SessionLifetime,
        });
    }

    public Task<byte[]> SignInToAsync(Seeded at, Guid? applicationId) =>
        Task.FromResult(people.SignIn(at.PoolId, at.Subject.Id, at.Session.AuthenticatedAt, applicationId).Handle.Hash());

    public Task LeaveAsync(Seeded at, Guid applicationId)
    {
        people.Leave(at.Session.Id, applicationId);
        return Task.CompletedTask;
    }

    public Task KeepOutAsync(Seeded at, Guid applicationId)
    {
        people.Keep(at.Subject.Id, applicationId, outside: true);
        return Task.CompletedTask;
    }

    public Task LetInAsync(Seeded at, Guid applicationId)
    {
        people.Keep(at.Subject.Id, applicationId, outside: false);
        return Task.CompletedTask;
    }

    public Task BlockSubjectAsync(Seeded at)
    {
        people.Block(at.PoolId, at.Subject.Id);
        return Task.CompletedTask;
    }

    public Task ChangeCredentialsAsync(Seeded at)
    {
        people.ChangeCredentials(at.PoolId, at.Subject.Id);
        return Task.CompletedTask;
    }

    public Task EndSessionAsync(Seeded at)
    {
        people.EndSession(at.PoolId, at.Session.Id);
        return Task.CompletedTask;
    }

    public Task AllowAsync(Seeded at, Guid applicationId, ConsentState consent)
    {
        people.Allow(at.PoolId, at.Subject.Id, applicationId, consent);
        return Task.CompletedTask;
    }
}
