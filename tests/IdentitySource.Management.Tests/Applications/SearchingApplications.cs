using IdentitySource.Management.Applications;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Applications;

public class SearchingApplications(TestDeployment deployment) : ApplicationWork(deployment)
{
    [Fact]
    public async Task By_the_beginning_of_the_name_whatever_its_case_or_of_the_address_or_by_the_client_id()
    {
        var ledger = await CreatedAsync(Input() with { Name = "Ledger" });
        var other = await CreatedAsync(Input() with { Name = "Not a ledger", Address = "ledger-" + Guid.NewGuid().ToString("N")[..8] });
        Assert.Equal([ledger.Id, other.Id], await FindAsync("LEDG"));
        Assert.Equal([other.Id], await FindAsync(other.Address[..10]));
        Assert.Equal([ledger.Id], await FindAsync(ledger.ClientId));
        Assert.Empty(await FindAsync("edger"));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("' OR 1=1 --")]
    public async Task What_means_something_to_the_database_means_itself(string text)
    {
        await CreatedAsync();
        Assert.Empty(await FindAsync(text));
    }

    [Fact]
    public async Task Page_by_page_each_is_seen_once_also_those_of_the_same_name()
    {
        var names = new[] { "Paged A", "Paged B", "Paged B", "Paged B", "Paged C" };
        List<Guid> made = [];
        foreach (var name in names)
        {
            made.Add((await CreatedAsync(Input() with { Name = name })).Id);
        }

        List<Guid> seen = [];
        string? after = null;
        do
        {
            var page = await Deployment.Get<SearchApplications>().RunAsync(new ApplicationSearch(Deployment.PoolId, "paged", after, 2), default);
            Assert.InRange(page.Applications.Count, 1, 2);
            seen.AddRange(page.Applications.Select(application => application.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(made.Order(), seen.Order());
        Assert.Equal(names.Length, seen.Distinct().Count());
    }

    [Fact]
    public async Task Those_of_another_pool_are_not_found()
    {
        var created = await CreatedAsync(Input() with { Name = "Foreign" });
        var operators = await Deployment.PoolAsync("operators");
        Assert.Empty((await Deployment.Get<SearchApplications>().RunAsync(new ApplicationSearch(operators, "foreign"), default)).Applications);
        Assert.Null(await Deployment.Get<FindApplication>().RunAsync(operators, created.ClientId, default));
    }

    private async Task<List<Guid>> FindAsync(string text) =>
        [.. (await Deployment.Get<SearchApplications>().RunAsync(new ApplicationSearch(Deployment.PoolId, text), default)).Applications.Select(found => found.Id)];
}
