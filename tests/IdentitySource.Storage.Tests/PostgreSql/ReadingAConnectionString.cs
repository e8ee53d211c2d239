using IdentitySource.Storage.PostgreSql;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Storage.Tests.PostgreSql;

/// <summary>What a connection string says before anybody connects by it.</summary>
public class ReadingAConnectionString
{
    private readonly PostgreSqlEngine engine = new();

    [Theory, Attack("LG-04")]
    [InlineData("Host=db.internal;Database=identity;Username=olga;Password=open-sesame", null)]
    [InlineData("Database=identity;Username=olga;Password=open-sesame", "must name a host and a database")]
    [InlineData("Host=db.internal;Username=olga;Password=open-sesame", "must name a host and a database")]
    [InlineData("Host=db.internal;Database=identity;SSL Mode=open-sesame", "not in PostgreSQL's form")]
    [InlineData("Server=db.internal;Initial Catalog=identity;User ID=olga;Password=open-sesame;Encrypt=true", "looks like SQL Server's")]
    public void What_is_wrong_with_it_is_told_without_its_values(string connectionString, string? fault)
    {
        var told = engine.FindFault(connectionString);

        Assert.Equal(fault is null, told is null);
        Assert.Contains(fault ?? "", told ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", told ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=localhost", false)]
    [InlineData("Host=/run/postgresql", false)]
    [InlineData("Host=127.0.0.1:5433,::1", false)]
    [InlineData("Host=db.internal;SSL Mode=VerifyFull", false)]
    [InlineData("Host=@identity", false)]
    [InlineData("Host=db.internal;SSL Mode=VerifyCA;Root Certificate=/etc/ssl/ours.crt", false)]
    [InlineData("Host=db.internal;SSL Mode=VerifyCA", true)]
    [InlineData("Host=db.internal", true)]
    [InlineData("Host=db.internal;SSL Mode=Require", true)]
    [InlineData("Host=localhost,db.internal:5433", true)]
    public void A_connection_that_others_can_listen_to_is_told(string connectionString, bool weak) =>
        Assert.Equal(weak, engine.FindWeakness($"{connectionString};Database=identity;Username=olga;Password=open-sesame") is not null);
}
