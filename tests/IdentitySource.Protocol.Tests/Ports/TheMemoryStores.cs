using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Memory;

namespace IdentitySource.Protocol.Tests.Ports;

/// <summary>The stores that the other tests stand on keep the same contract as those over a database.</summary>
public class TheMemoryGrantStore : GrantStoreContract
{
    protected override IStoreGround Ground { get; } = new MemoryGround();
}

public class TheMemoryPresence : PresenceContract
{
    protected override IStoreGround Ground { get; } = new MemoryGround();
}
