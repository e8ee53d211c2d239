using IdentitySource.Storage.PostgreSql.PrivateCluster;
using Xunit;

namespace IdentitySource.Storage.Tests.PrivateCluster;

public class ChoosingTheVersion
{
    private static readonly PostgresBinaries[] Installed = [new("/pg/15/bin", 15), new("/pg/17/bin", 17), new("/pg/16/bin", 16)];

    [Fact]
    public void A_new_cluster_gets_the_newest() =>
        Assert.Equal(17, PostgresBinaries.Choose(Installed, clusterMajor: null, "/data/pg").Major);

    [Fact]
    public void An_existing_cluster_gets_its_own() =>
        Assert.Equal(15, PostgresBinaries.Choose(Installed, clusterMajor: 15, "/data/pg").Major);

    [Fact]
    public void A_cluster_of_a_version_that_is_gone_is_refused_with_both_ways_out()
    {
        var fault = Assert.Throws<PrivateDatabaseException>(() => PostgresBinaries.Choose(Installed, clusterMajor: 14, "/data/pg"));

        Assert.Contains("was made by PostgreSQL 14; installed: 15, 17, 16", fault.Message);
        Assert.Contains("apt-get install postgresql-14", fault.Message);
        Assert.Contains("pg_upgrade", fault.Message);
    }

    [Fact]
    public void No_PostgreSQL_at_all_names_the_package_and_the_other_way()
    {
        var fault = Assert.Throws<PrivateDatabaseException>(() => PostgresBinaries.Choose([], clusterMajor: null, "/data/pg"));

        Assert.Contains("apt-get install postgresql", fault.Message);
        Assert.Contains("ConnectionStrings__Default", fault.Message);
    }

    [Fact]
    public async Task The_installed_programs_are_found_and_tell_their_version()
    {
        var found = await PostgresBinaries.FindAllAsync(named: null, default);

        Assert.NotEmpty(found);
        Assert.All(found, one => Assert.InRange(one.Major, 10, 99));
        Assert.Equal(found[0], (await PostgresBinaries.FindAllAsync(found[0].Folder, default)).Single());
    }

    [Fact]
    public async Task A_named_folder_without_the_programs_is_an_error_and_not_a_hint()
    {
        using ClusterPlace place = new();

        var fault = await Assert.ThrowsAsync<PrivateDatabaseException>(() => place.StartAsync(binaries: place.Root));

        Assert.Contains("does not hold PostgreSQL's server programs", fault.Message);
        Assert.Contains("IDENTITYSOURCE_PG_BIN", fault.Message);
    }

    [Fact]
    public async Task The_folder_can_be_named_in_the_environment()
    {
        using ClusterPlace place = new();
        using var host = HostProcess.Start(place.Data, variable: ("IDENTITYSOURCE_PG_BIN", "/nowhere"));

        Assert.Contains("The folder /nowhere does not hold", await host.ReadLineAsync());
    }
}
