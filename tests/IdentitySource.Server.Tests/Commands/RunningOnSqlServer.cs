using System.Net;
using System.Net.Sockets;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Npgsql;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

/// <summary>A command that is told to go to a SQL Server, and finds none.</summary>
public class RunningOnSqlServer(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private const string Account = "Database=identity;User ID=olga;Password=open-sesame;Connect Timeout=3";

    [Fact, Attack("LG-04")]
    public async Task Where_nobody_listens_it_ends_with_4_and_names_the_place()
    {
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        var ran = await RunAsync($"Server=127.0.0.1,{port};{Account}");

        Assert.Equal(4, ran.Code);
        Assert.Contains($"the database 'identity' at 127.0.0.1,{port}", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", ran.Error + ran.Output, StringComparison.Ordinal);
    }

    /// <summary>A PostgreSQL where a SQL Server was expected.</summary>
    [Fact, Attack("LG-04")]
    public async Task Where_another_kind_of_database_listens_it_ends_with_4_too()
    {
        using TcpListener stranger = new(IPAddress.Loopback, 0);
        stranger.Start();
        var answering = AnswerAsync(stranger);

        var ran = await RunAsync($"Server=127.0.0.1,{((IPEndPoint)stranger.LocalEndpoint).Port};{Account}");
        stranger.Stop();
        await answering;

        Assert.Equal(4, ran.Code);
        Assert.DoesNotContain("open-sesame", ran.Error + ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_string_in_PostgreSQLs_form_is_a_wrong_configuration()
    {
        var ran = await RunAsync(new NpgsqlConnectionStringBuilder { Host = "db.internal", Database = "identity", Username = "olga", Password = "open-sesame" }.ConnectionString);

        Assert.Equal(3, ran.Code);
        Assert.Contains("ConnectionStrings__Default", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", ran.Error + ran.Output, StringComparison.Ordinal);
    }

    private Task<Ran> RunAsync(string connectionString) => new Shell(deployment).RunAsync(
        "app list", settings: new Dictionary<string, string?> { ["Database:Provider"] = "SqlServer", ["ConnectionStrings:Default"] = connectionString });

    /// <summary>As PostgreSQL says that it did not understand: a message of its own, and the end.</summary>
    private static async Task AnswerAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("E\0\0\0\u0008FATA"u8.ToArray());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or IOException)
        {
        }
    }
}
