using System.Data.Common;
using System.Text.RegularExpressions;
using IdentitySource.Storage.Keys;
using IdentitySource.TestKit;
using Npgsql;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>The one command that makes what the compose file mounts.</summary>
public sealed class MakingTheSecrets : IDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("identitysource-made-").FullName, "secrets");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact, Attack("LG-03")]
    public async Task It_makes_the_files_that_the_compose_file_names_in_a_folder_that_is_closed()
    {
        await MakeAsync();
        var named = ComposeFile.Whole["secrets"]!.AsObject();
        Assert.Equal(named.Select(secret => secret.Key).Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(named, secret => Assert.Equal($"./secrets/{secret.Key}", secret.Value!["file"]!.GetValue<string>()));

        // An engine mounts a file with its owner and mode, for accounts that this machine does not know.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.All(Directory.GetFiles(folder), file => Assert.Equal(Readable, File.GetUnixFileMode(file)));
        Assert.Contains("/secrets/", Repository.Text(".gitignore").Split('\n'));
    }

    [Fact]
    public async Task What_is_there_stays()
    {
        await MakeAsync();
        var (key, connection) = (Secret("master_key"), Secret("postgres_connection"));
        File.Delete(Path.Combine(folder, "postgres_connection"));

        await MakeAsync();

        Assert.Equal((key, connection), (Secret("master_key"), Secret("postgres_connection")));
    }

    [Fact]
    public async Task The_master_key_is_one_and_each_password_is_strong_and_of_its_own()
    {
        await MakeAsync();
        Assert.NotNull(MasterKey.Parse(Secret("master_key"), "made"));
        string[] passwords = [Secret("sqlserver_sa_password"), Secret("sqlserver_password"), Secret("postgres_admin_password"), Secret("postgres_password")];
        Assert.Equal(4, passwords.Distinct().Count());

        // SQL Server asks for three kinds of letters; no quotes, so that no language on the way is broken out of.
        Assert.All(passwords, password => Assert.Matches("^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9_-]{43,128}$", password));
    }

    [Fact]
    public async Task The_connection_strings_fit_the_databases_that_are_made()
    {
        await MakeAsync();
        NpgsqlConnectionStringBuilder postgres = new(Secret("postgres_connection"));
        Assert.Equal(("postgres", "identitysource", "identitysource", Secret("postgres_password")), (postgres.Host, postgres.Database, postgres.Username, postgres.Password));
        var script = Repository.Text("docker/postgres/database.sh");
        Assert.Contains($"CREATE ROLE {postgres.Username} LOGIN PASSWORD :'password';", script, StringComparison.Ordinal);
        Assert.Contains($"CREATE DATABASE {postgres.Database} OWNER {postgres.Username};", script, StringComparison.Ordinal);

        DbConnectionStringBuilder sqlServer = new() { ConnectionString = Secret("sqlserver_connection") };
        Assert.Equal(("sqlserver,1433", Secret("sqlserver_password"), "True"), ((string)sqlServer["Server"], (string)sqlServer["Password"], (string)sqlServer["Encrypt"]));
        var statements = Regex.Replace(Repository.Text("docker/sqlserver/database.sql"), @"\s+", " ");
        Assert.Contains($"CREATE DATABASE {sqlServer["Database"]};", statements, StringComparison.Ordinal);
        Assert.Contains($"CREATE LOGIN {sqlServer["User ID"]} WITH PASSWORD = N'$(PASSWORD)'", statements, StringComparison.Ordinal);
        Assert.Contains($"CREATE USER {sqlServer["User ID"]} FOR LOGIN {sqlServer["User ID"]};", statements, StringComparison.Ordinal);
        Assert.DoesNotContain("sysadmin", statements, StringComparison.Ordinal);
    }

    private async Task MakeAsync()
    {
        var ran = await ServerProcess.RunOtherAsync(
            new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, ["/bin/bash", Repository.PathOf("scripts/make-secrets.sh"), folder]);
        Assert.Equal((0, "", ""), (ran.Code, ran.Output, ran.Error));
    }

    private string Secret(string name) => File.ReadAllText(Path.Combine(folder, name));
}
