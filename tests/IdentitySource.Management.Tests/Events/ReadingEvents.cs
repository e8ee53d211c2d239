using IdentitySource.Management.Events;
using IdentitySource.Management.Statistics;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Events;

public class ReadingEvents(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private readonly ListEvents list = deployment.Get<ListEvents>();

    [Fact]
    public async Task They_come_newest_first_a_page_at_a_time_and_back()
    {
        var person = Guid.NewGuid();
        var ids = await WriteAsync(5, row => row.UserId = person);
        EventQuery query = new() { PoolId = deployment.PoolId, UserId = person, Size = 2 };

        var first = await list.RunAsync(query, default);
        var second = await list.RunAsync(query with { Before = first.Events[^1].Id }, default);
        var third = await list.RunAsync(query with { Before = second.Events[^1].Id }, default);
        var back = await list.RunAsync(query with { After = second.Events[0].Id }, default);

        Assert.Equal(ids.Reverse(), [.. Ids(first), .. Ids(second), .. Ids(third)]);
        Assert.Equal((true, true, false), (first.More, second.More, third.More));
        Assert.Equal(Ids(first), Ids(back));
        Assert.False(back.More);
    }

    [Fact]
    public async Task A_span_of_time_is_cut_to_the_millisecond()
    {
        var person = Guid.NewGuid();
        var start = deployment.Clock.Now.AddDays(-3);
        var ids = await WriteAsync(4, row => row.UserId = person, start, TimeSpan.FromHours(1));

        var page = await list.RunAsync(new EventQuery { PoolId = deployment.PoolId, UserId = person, From = start.AddHours(1), Until = start.AddHours(3) }, default);

        Assert.Equal([ids[2], ids[1]], Ids(page));
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var application = Guid.NewGuid();
        await WriteAsync(1, row => (row.ApplicationId, row.Kind, row.Success, row.Reason, row.Reference) = (application, "refusal", false, "pkce_mismatch", "abc"));
        await WriteAsync(1, row => (row.ApplicationId, row.Kind) = (application, "token_issued"));
        EventQuery query = new() { PoolId = deployment.PoolId, ApplicationId = application };

        Assert.Equal(2, (await list.RunAsync(query, default)).Events.Count);
        Assert.Equal("pkce_mismatch", Assert.Single((await list.RunAsync(query with { Success = false }, default)).Events).Reason);
        Assert.Equal("token_issued", Assert.Single((await list.RunAsync(query with { Kind = "token_issued" }, default)).Events).Kind);
        Assert.Equal("abc", Assert.Single((await list.RunAsync(query with { Reference = "abc" }, default)).Events).Reference);
        Assert.Single((await list.RunAsync(query with { Reason = "pkce_mismatch" }, default)).Events);
        Assert.Single(await list.FindAsync(deployment.PoolId, "abc", default));
    }

    [Fact]
    public async Task The_audit_trail_holds_what_administrators_did_and_nothing_else()
    {
        await WriteAsync(1, row => row.Kind = "sign_in");
        var name = deployment.Name("audited");
        var added = await deployment.Get<AddUser>().RunAsync(Actor.CommandLine, new NewUser { PoolId = deployment.PoolId, Username = name }, default);

        var acts = (await list.RunAsync(new EventQuery { PoolId = deployment.PoolId, Administrative = true, Size = 200 }, default)).Events;

        Assert.Equal(name, Assert.Single(acts, act => act.UserId == added.Value).UserName);
        Assert.DoesNotContain(acts, act => act.Kind == "sign_in");
    }

    [Fact]
    public async Task Another_pool_s_events_are_not_there()
    {
        await WriteAsync(1, row => row.Reference = "elsewhere");

        Assert.Empty((await list.RunAsync(new EventQuery { PoolId = Guid.NewGuid(), Reference = "elsewhere" }, default)).Events);
        Assert.Empty(await list.FindAsync(Guid.NewGuid(), "elsewhere", default));
    }

    [Fact]
    public async Task The_overview_counts_by_the_day()
    {
        var (ann, bob) = (Guid.NewGuid(), Guid.NewGuid());
        var today = deployment.Clock.Now;
        await WriteAsync(2, row => (row.Kind, row.UserId) = ("sign_in", ann), today);
        await WriteAsync(1, row => (row.Kind, row.UserId) = ("sign_in", bob), today.AddDays(-10));
        await WriteAsync(3, row => (row.Kind, row.Success, row.Reason) = ("refusal", false, "counted_reason"), today);

        var statistics = await deployment.Get<ReadStatistics>().RunAsync(deployment.PoolId, 30, default);

        Assert.Equal(30, statistics.Days.Count);
        Assert.Equal(DateOnly.FromDateTime(today.UtcDateTime), statistics.Days[^1].Day);
        Assert.True(statistics.Days[^1].SignIns >= 2);
        Assert.Equal(1, statistics.Days[^11].SignIns);
        Assert.Equal(1, statistics.ActiveThisMonth - statistics.ActiveThisWeek);
        Assert.Equal(3, statistics.Refusals.Single(each => each.Key == "counted_reason").Count);
    }

    private static IEnumerable<Guid> Ids(EventPage page) => page.Events.Select(each => each.Id);

    private async Task<Guid[]> WriteAsync(int count, Action<EventRow> shape, DateTimeOffset? at = null, TimeSpan? apart = null)
    {
        var start = at ?? deployment.Clock.Now;
        var rows = Enumerable.Range(0, count).Select(number => start + number * (apart ?? TimeSpan.FromMilliseconds(5))).Select(moment => new EventRow
        {
            PoolId = deployment.PoolId,
            Id = Guid.CreateVersion7(moment),
            At = moment,
            Kind = "sign_in",
            Success = true,
            Reference = "r",
        }).ToArray();
        Array.ForEach(rows, shape);
        await deployment.Get<IBulkRows>().AddEventsAsync(rows, default);
        return [.. rows.Select(row => row.Id)];
    }
}
