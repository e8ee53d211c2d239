using IdentitySource.TestKit.Contracts;
using Xunit;

namespace IdentitySource.Storage.Tests.Stores;

public class GrantsOnPostgreSql(PostgresGround ground) : GrantStoreContract, IClassFixture<PostgresGround>
{
    protected override IStoreGround Ground => ground;
}

public class PresencesOnPostgreSql(PostgresGround ground) : PresenceContract, IClassFixture<PostgresGround>
{
    protected override IStoreGround Ground => ground;
}
