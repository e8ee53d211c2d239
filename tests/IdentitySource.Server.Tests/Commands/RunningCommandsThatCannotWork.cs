using IdentitySource.Storage.Keys;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

public class RunningCommandsThatCannotWork : IAsyncLifetime
{
    private readonly TestDeployment deployment = new();

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact]
    public async Task A_wrong_configuration_ends_with_3_and_every_fault()
    {
        var ran = await RunAsync(("IdentitySource:PublicOrigin", "nowhere"), ("IdentitySource:AddressMode", "Street"));
        Assert.Equal(3, ran.Code);
        Assert.Contains("IdentitySource__PublicOrigin", ran.Error, StringComparison.Ordinal);
        Assert.Contains("IdentitySource__AddressMode", ran.Error, StringComparison.Ordinal);
    }

    [Fact, Attack("LG-04")]
    public async Task A_database_that_cannot_be_reached_ends_with_4_and_does_not_tell_the_password()
    {
        var ran = await RunAsync(("ConnectionStrings:Default", "Host=127.0.0.1;Port=1;Database=identity;Username=olga;Password=open-sesame"));
        Assert.Equal(4, ran.Code);
        Assert.Contains("Cannot reach the database 'identity' at 127.0.0.1", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", ran.Error + ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_master_key_ends_with_5()
    {
        var ran = await RunAsync(("IdentitySource:MasterKey", MasterKey.New().ToBase64()));
        Assert.Equal(5, ran.Code);
        Assert.Contains("not the one that this database was set up with", ran.Error, StringComparison.Ordinal);
    }

    [Fact, Attack("LG-04")]
    public async Task A_text_that_is_no_master_key_is_a_wrong_configuration_and_is_not_shown()
    {
        var ran = await RunAsync(("IdentitySource:MasterKey", "c2hvcnQ="));
        Assert.Equal(3, ran.Code);
        Assert.Contains("IdentitySource__MasterKey is not a master key", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_older_is_left_alone_until_migrate_is_asked_for()
    {
        Dictionary<string, string?> empty = new() { ["ConnectionStrings:Default"] = await TestCluster.CreateDatabaseAsync() };
        Shell shell = new(deployment);
        var refused = await shell.RunAsync("app list", settings: empty);
        Assert.Equal(6, refused.Code);
        Assert.Contains("run the command 'migrate'", refused.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await shell.RunAsync("migrate", settings: empty)).Code);
        Assert.Equal(0, (await shell.RunAsync("app list", settings: empty)).Code);
        await TestCluster.DropDatabaseAsync(empty["ConnectionStrings:Default"]!);
    }

    [Fact]
    public async Task A_schema_of_a_newer_program_is_left_alone()
    {
        await using (var db = await deployment.DatabaseAsync())
        {
            await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('99991231000000_Later', '99.0.0')""");
        }

        var ran = await RunAsync();
        Assert.Equal(6, ran.Code);
        Assert.Contains("newer version", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_ends_with_4_and_one_sentence()
    {
        await using (var db = await deployment.DatabaseAsync())
        {
            await db.Database.ExecuteSqlRawAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
        }

        var ran = await new Shell(deployment).RunAsync("app create --name Notes --address notes --redirect-uri https://rp.acme.test/cb");
        Assert.Equal((4, ""), (ran.Code, ran.Output));
        Assert.Contains("read-only transaction", Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private Task<Ran> RunAsync(params (string Name, string Value)[] settings) =>
        new Shell(deployment).RunAsync("app list", settings: settings.ToDictionary(each => each.Name, each => (string?)each.Value));
}
