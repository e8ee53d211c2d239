using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Databases;
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

[NeedsSqlServer]
public class GrantsOnSqlServer(SqlServerGround ground) : GrantStoreContract, IClassFixture<SqlServerGround>
{
    protected override IStoreGround Ground => ground;
}

[NeedsSqlServer]
public class PresencesOnSqlServer(SqlServerGround ground) : PresenceContract, IClassFixture<SqlServerGround>
{
    protected override IStoreGround Ground => ground;
}
