using IdentitySource.Storage.SqlServer;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Storage.Tests.SqlServer;

/// <summary>What a connection string says before anybody connects by it.</summary>
public class ReadingAConnectionString
{
    private const string Good = "Server=db.internal,1433;Database=identity;User ID=olga;Password=open-sesame";

    private readonly SqlServerEngine engine = new();

    [Theory, Attack("LG-04")]
    [InlineData(Good, null)]
    [InlineData(Good + ";Authentication=Sql Password", null)]
    [InlineData("Database=identity;User ID=olga;Password=open-sesame", "must name a server and a database")]
    [InlineData("Server=db.internal;User ID=olga;Password=open-sesame", "must name a server and a database")]
    [InlineData("Server=db.internal;Database=identity;Password=open-sesame", "names no account")]
    [InlineData(Good + ";Authentication=Active Directory Default", "use a SQL login")]
    [InlineData("Server=db.internal;Database=identity;Integrated Security=true", "use a SQL login")]
    [InlineData(Good + ";Min Pool Size=50", "not in SQL Server's form")]
    [InlineData("Host=db.internal;Database=identity;Username=olga;Password=open-sesame", "looks like PostgreSQL's")]
    [InlineData("Server=db.internal;open-sesame;Database=identity", "not in SQL Server's form")]
    [InlineData("Server=db.internal;Database=identity;User ID=olga;Password=open-sesame;Encrypt=open-sesame", "not in SQL Server's form")]
    public void What_is_wrong_with_it_is_told_without_its_values(string connectionString, string? fault)
    {
        var told = engine.FindFault(connectionString);

        Assert.Equal(fault is null, told is null);
        Assert.Contains(fault ?? "", told ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", told ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Server=db.internal", false)]
    [InlineData("Server=db.internal;Encrypt=Strict;TrustServerCertificate=true", false)]
    [InlineData("Server=tcp:127.0.0.1,1433;Encrypt=Optional", false)]
    [InlineData(@"Server=.\EXPRESS;TrustServerCertificate=true", false)]
    [InlineData("Server=::1;Encrypt=Optional", false)]
    [InlineData("Server=tcp:[::1],1433;Encrypt=Optional", false)]
    [InlineData("Server=(LOCAL);Encrypt=Optional", false)]
    [InlineData(@"Server=np:\\.\pipe\sql\query;Encrypt=Optional", false)]
    [InlineData("Server=fd12:0:0::1;Encrypt=Optional", true)]
    [InlineData("Server=localhost;Failover Partner=db.internal;Encrypt=Optional", true)]
    [InlineData("Server=db.internal,1433;TrustServerCertificate=true", true)]
    [InlineData("Server=tcp:db.internal;Encrypt=Optional", true)]
    public void A_connection_that_others_can_listen_to_is_told(string connectionString, bool weak) =>
        Assert.Equal(weak, engine.FindWeakness($"{connectionString};Database=identity;User ID=olga;Password=open-sesame") is not null);

    [Fact, Attack("LG-04")]
    public void It_is_described_by_name_and_place() =>
        Assert.Equal("the database 'identity' at db.internal,1433", engine.Describe(Good));

    [Fact, Attack("LG-04")]
    public void Its_shell_gets_the_password_where_nobody_can_list_it()
    {
        var shell = engine.Shell(Good + ";TrustServerCertificate=true");

        Assert.Equal("sqlcmd -S db.internal,1433 -d identity -U olga -C", shell.ToString());
        Assert.Equal("open-sesame", shell.Environment["SQLCMDPASSWORD"]);
    }
}
