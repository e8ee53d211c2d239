using System.Collections.Concurrent;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.TestKit.Memory;

/// <summary>Programmatic access accounts, and what people may do: the test says it.</summary>
public sealed class MemoryPermissions : IAccessKeyRegistry, IPersonPermissions
{
    private readonly ConcurrentDictionary<(Guid PoolId, string Id), AccessKey> keys = new();
    private readonly ConcurrentDictionary<(Guid PoolId, Guid SubjectId), PermissionBook> people = new();

    /// <summary>The keys that tokens were issued to, in order.</summary>
    public List<Guid> Used { get; } = [];

    /// <summary>Adds the key, or replaces the one with its id.</summary>
    public AccessKey Put(AccessKey key) => keys[(key.PoolId, key.ClientId)] = key;

    public void Remove(AccessKey key) => keys.TryRemove((key.PoolId, key.ClientId), out _);

    /// <summary>What the person may do from now on.</summary>
    public void Permit(Guid poolId, Guid subjectId, PermissionBook book) => people[(poolId, subjectId)] = book;

    public ValueTask<AccessKey?> FindAsync(Guid poolId, string accessKeyId, CancellationToken cancel) =>
        ValueTask.FromResult(keys.GetValueOrDefault((poolId, accessKeyId)));

    public void NoteUse(AccessKey key, DateTimeOffset now) => Used.Add(key.Id);

    public Task<PermissionBook> FindAsync(Guid poolId, Guid subjectId, CancellationToken cancel) =>
        Task.FromResult(people.GetValueOrDefault((poolId, subjectId), PermissionBook.Empty));
}
