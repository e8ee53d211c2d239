using System.Net;
using System.Net.Sockets;
using System.Text;
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

    /// <summary>The first step on SQL Server makes no table; here it is one that should have.</summary>
    [Fact]
    public async Task A_history_without_tables_is_asked_nothing_that_only_tables_know()
    {
        var database = await TestCluster.CreateDatabaseAsync();
        await ExecuteAsync(database, """CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL); INSERT INTO "__EFMigrationsHistory" VALUES ('20261121044611_Initial', '10.0.0')""");
        var ran = await RunAsync("app list", ("ConnectionStrings:Default", database));
        Assert.Equal(6, ran.Code);
        Assert.Contains("run the command 'migrate'", ran.Error, StringComparison.Ordinal);
        var seen = await RunAsync("doctor", ("ConnectionStrings:Default", database), ("IdentitySource:PublicOrigin", "http://127.0.0.1:9"));
        Assert.Equal((0, ""), (seen.Code, seen.Error));
        Assert.Contains("migrations are not applied yet", seen.Output, StringComparison.Ordinal);
        await TestCluster.DropDatabaseAsync(database);
    }

    /// <summary>A role that every database has, and that owns no table of ours.</summary>
    [Fact]
    public async Task An_account_without_rights_ends_with_10_and_the_doctor_says_so()
    {
        var database = await TestCluster.CreateDatabaseAsync();
        await ExecuteAsync(database, "REVOKE CREATE ON SCHEMA public FROM pg_database_owner, PUBLIC");
        var guest = new NpgsqlConnectionStringBuilder(database) { Options = "-c role=pg_database_owner", Pooling = false }.ConnectionString;
        var ran = await RunAsync("migrate", ("ConnectionStrings:Default", guest));
        Assert.Equal(10, ran.Code);
        var line = Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("permission denied for schema public", line, StringComparison.Ordinal);
        Assert.Contains("docs/operating/databases.md", line, StringComparison.Ordinal);

        await ExecuteAsync(database, "GRANT CREATE ON SCHEMA public TO pg_database_owner");
        Assert.Equal(0, (await RunAsync("migrate", ("ConnectionStrings:Default", database))).Code);
        var seen = await RunAsync("doctor", ("ConnectionStrings:Default", guest), ("IdentitySource:PublicOrigin", "http://127.0.0.1:9"));
        Assert.Equal((11, ""), (seen.Code, seen.Error));
        Assert.Contains("BAD      rights", seen.Output, StringComparison.Ordinal);
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

    [Fact]
    public async Task Another_kind_of_database_is_not_taken_for_a_SQL_Server()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        var answering = AnswerAsync(other, "E\0\0\0\u0085SFATAL\0VFATAL\0C0A000\0Munsupported frontend protocol\0\0");
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var ran = await RunAsync(
            "app list",
            ("Database:Provider", "SqlServer"),
            ("ConnectionStrings:Default", $"Server=tcp:127.0.0.1,{port};Database=id;User ID=id;Password=open-sesame;Connect Timeout=5"));
        Assert.Equal(4, ran.Code);
        Assert.Contains($"Cannot reach the database 'id' at tcp:127.0.0.1,{port}", ran.Error, StringComparison.Ordinal);
        Assert.Contains("Something may answer there that is no SQL Server: Database__Provider says SqlServer.", ran.Error, StringComparison.Ordinal);
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

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await source.CreateCommand(sql).ExecuteNonQueryAsync();
    }

    private static async Task AnswerAsync(TcpListener other, string answer = "220 mail.acme.test\r\n")
    {
        while (true)
        {
            using var caller = await other.AcceptTcpClientAsync();
            await caller.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer));
        }
    }

    private Task<Ran> RunAsync(string line, params (string Name, string? Value)[] settings) =>
        new Shell(deployment).RunAsync(line, settings: settings.ToDictionary(each => each.Name, each => each.Value));
}
