using System.Collections.Concurrent;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.TestKit.Memory;

/// <summary>The applications a test made.</summary>
public sealed class MemoryApplicationRegistry : IApplicationRegistry
{
    private readonly ConcurrentDictionary<(Guid PoolId, string ClientId), Application> applications = new();

    /// <summary>Adds the application, or replaces the one with its id.</summary>
    public Application Put(Application application) => applications[(application.PoolId, application.ClientId)] = application;

    public void Remove(Application application) => applications.TryRemove((application.PoolId, application.ClientId), out _);

    public ValueTask<Application?> FindAsync(Guid poolId, string clientId, CancellationToken cancel) =>
        ValueTask.FromResult(applications.GetValueOrDefault((poolId, clientId)));
}
