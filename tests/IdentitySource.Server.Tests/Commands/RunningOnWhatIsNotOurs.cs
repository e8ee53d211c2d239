using System.Net;
using System.Net.Sockets;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Npgsql;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

/// <summary>Databases and folders that are somebody else's, or cannot be used: a sentence, an exit code of its own, and nothing made.</summary>
public sealed class RunningOnWhatIsNotOurs(TestDeployment deployment) : IClassFixture<TestDeployment>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("identitysource-not-ours-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("CREATE TABLE customers (id int)")]
    [InlineData("""CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32)); INSERT INTO "__EFMigrationsHistory" VALUES ('20200101_Shop', '8.0')""")]
    public async Task The_tables_of_another_program_are_left_alone(string theirs)
    {
        var database = await TestCluster.CreateDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await source.CreateCommand(theirs).ExecuteNonQueryAsync();
            var ran = await RunAsync("migrate", ("ConnectionStrings:Default", database));
            Assert.Equal(6, ran.Code);
            Assert.Contains("tables of another program", ran.Error, StringComparison.Ordinal);
            Assert.Equal(1L, await source.CreateCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").ExecuteScalarAsync());
        }

        await TestCluster.DropDatabaseAsync(database);
    }

    [Fact]
    public async Task A_first_start_that_was_interrupted_before_the_first_table_is_gone_on_with()
    {
        var database = await TestCluster.CreateDatabaseAsync();
        Assert.Equal(0, (await RunAsync("migrate", ("ConnectionStrings:Default", database))).Code);
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await source.CreateCommand(
                """
                DO $$ DECLARE each record; BEGIN
                    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory'
                    LOOP EXECUTE format('DROP TABLE %I CASCADE', each.tablename); END LOOP;
                END $$;
                DELETE FROM "__EFMigrationsHistory"
                """).ExecuteNonQueryAsync();
        }

        Assert.Equal(0, (await RunAsync("migrate", ("ConnectionStrings:Default", database))).Code);
        Assert.Equal(0, (await RunAsync("app list", ("ConnectionStrings:Default", database))).Code);
        await TestCluster.DropDatabaseAsync(database);
    }

    [Fact]
    public async Task A_master_key_that_went_missing_is_asked_for_and_no_other_is_made()
    {
        var ran = await RunAsync("app list", ("IdentitySource:MasterKey", null), ("IdentitySource:DataFolder", folder));
        Assert.Equal(5, ran.Code);
        Assert.Contains($"there is no file {folder}/master.key", ran.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_ends_with_8()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");
        foreach (var impossible in new[] { "/proc/identitysource", Path.Combine(file, "data") })
        {
            var ran = await RunAsync("app list", ("ConnectionStrings:Default", null), ("IdentitySource:DataFolder", impossible));
            Assert.Equal(8, ran.Code);
            Assert.Contains($"The data folder {impossible} cannot be written by the user {Environment.UserName}", ran.Error, StringComparison.Ordinal);
            Assert.Contains("IdentitySource__DataFolder", ran.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_port_where_something_else_answers_ends_with_4_and_the_suspicion()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        var answering = AnswerAsync(other);
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var ran = await RunAsync("app list", ("ConnectionStrings:Default", $"Host=127.0.0.1;Port={port};Database=id;Username=id;Password=open-sesame;Timeout=5"));
        Assert.Equal(4, ran.Code);
        Assert.Contains("Something may answer there that is no PostgreSQL: Database__Provider says PostgreSql.", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", ran.Error, StringComparison.Ordinal);
        other.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => answering);
    }

    [Fact, Attack("LG-04")]
    public async Task A_wrong_password_is_the_databases_own_word()
    {
        NpgsqlConnectionStringBuilder wrong = new(deployment.ConnectionString) { Username = "nobody-here", Password = "open-sesame" };
        var ran = await RunAsync("app list", ("ConnectionStrings:Default", wrong.ConnectionString));
        Assert.Equal(4, ran.Code);
        Assert.Contains("nobody-here", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Something may answer", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", ran.Error, StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(TcpListener other)
    {
        while (true)
        {
            using var caller = await other.AcceptTcpClientAsync();
            await caller.GetStream().WriteAsync("220 mail.acme.test\r\n"u8.ToArray());
        }
    }

    private Task<Ran> RunAsync(string line, params (string Name, string? Value)[] settings) =>
        new Shell(deployment).RunAsync(line, settings: settings.ToDictionary(each => each.Name, each => each.Value));
}
