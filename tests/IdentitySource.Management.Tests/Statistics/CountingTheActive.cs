using IdentitySource.Management.Statistics;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Statistics;

/// <summary>Who was active within a week or a month, by day, is a sum of small numbers, and the same as counting the people themselves.</summary>
public class CountingTheActive : IAsyncLifetime
{
    private readonly TestDeployment deployment = new();

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact]
    public async Task It_is_what_counting_each_person_comes_to_on_each_day()
    {
        // Twenty people, each with habits of their own, over three months; the last day is today.
        var now = deployment.Clock.GetUtcNow();
        var visits = Enumerable.Range(0, 20).SelectMany(person => Enumerable.Range(0, 90).Where(day => (day * 7 + person * person) % (person + 2) == 0).Select(day => (Person: person, Ago: 89 - day))).ToList();
        var people = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToList();
        foreach (var day in visits.GroupBy(visit => visit.Ago).OrderByDescending(group => group.Key))
        {
            await deployment.Get<IBulkRows>().AddEventsAsync([.. day.Select(visit => SignIn(people[visit.Person], now.AddDays(-visit.Ago)))], default);
        }

        var statistics = await deployment.Get<ReadStatistics>().RunAsync(deployment.PoolId, 30, default);

        Assert.Equal(30, statistics.Days.Count);
        Assert.Equal(Enumerable.Range(0, 30).Select(day => ActiveWithin(29 - day, 7)), statistics.Days.Select(day => day.ActiveWeek));
        Assert.Equal(Enumerable.Range(0, 30).Select(day => ActiveWithin(29 - day, 30)), statistics.Days.Select(day => day.ActiveMonth));
        Assert.Equal((ActiveWithin(0, 7), ActiveWithin(0, 30)), (statistics.ActiveThisWeek, statistics.ActiveThisMonth));
        Assert.NotEqual(statistics.ActiveThisWeek, statistics.ActiveThisMonth);

        long ActiveWithin(int ago, int days) => visits.Where(visit => visit.Ago >= ago && visit.Ago < ago + days).Select(visit => visit.Person).Distinct().Count();
    }

    [Fact]
    public async Task Few_people_are_counted_and_not_estimated()
    {
        await deployment.Get<Management.Users.AddUser>().RunAsync(Actor.CommandLine, new() { PoolId = deployment.PoolId, Username = "carl" }, default);

        var totals = await deployment.Get<ReadTotals>().RunAsync(deployment.PoolId, default);

        Assert.Equal(new PoolTotals(0, 1), totals);
        Assert.InRange(await deployment.Get<IRowEstimates>().UsersAsync(deployment.PoolId, default), 1, 10_000);
    }

    private EventRow SignIn(Guid person, DateTimeOffset at) => new()
    {
        PoolId = deployment.PoolId,
        Id = Guid.CreateVersion7(at),
        At = at,
        Kind = "sign_in",
        Success = true,
        UserId = person,
        Reference = "r",
    };
}
