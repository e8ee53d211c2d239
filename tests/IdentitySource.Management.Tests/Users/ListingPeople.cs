using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Users;

public class ListingPeople(TestDeployment deployment) : PeopleWork(deployment)
{
    [Fact]
    public async Task The_latest_come_first_and_every_page_follows_the_one_before()
    {
        List<Guid> added = [];
        for (var number = 0; number < ListUsers.PageSize + 5; number++)
        {
            added.Add((await AddedAsync(Input() with { Password = null })).Id);
        }

        var all = (await WalkAsync(null)).Select(user => user.Id).ToList();

        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(all.OrderByDescending(id => id), all);
        Assert.Empty(added.Except(all));
    }

    [Fact]
    public async Task Somebody_is_found_by_the_beginning_of_whatever_they_are_called()
    {
        var word = Deployment.Name("seek");
        var ann = await AddedAsync(new NewUser
        {
            PoolId = Deployment.PoolId,
            Username = $"{word}u",
            Email = $"{word}mail@x.test",
            Phone = "+4930123987",
            Name = $"Ångström {word}",
        });
        string[] searches =
        [
            word + "u", word.ToUpperInvariant() + "U", word + "mail@", "+4930123987", "+49 (30) 123-98", "4930123987", $"ångström {word}", $"  ÅNGSTRÖM {word} ",
            ann.Id.ToString("N"), ann.Id.ToString("D"), ann.Id.ToString("N").ToUpperInvariant(), ann.Id.ToString("N")[..31],
        ];
        foreach (var search in searches)
        {
            Assert.Equal((search, ann.Id), (search, Assert.Single(await WalkAsync(search)).Id));
        }
    }

    [Fact]
    public async Task What_only_occurs_in_a_name_or_is_a_pattern_finds_nobody()
    {
        var word = Deployment.Name("plain");
        await AddedAsync(new NewUser { PoolId = Deployment.PoolId, Username = word });
        foreach (var search in new[] { word[1..], "%" + word, "_" + word[1..], word + "%", "' OR 1=1 --", "\0", "\uD800", new string('x', 300) })
        {
            Assert.Empty(await WalkAsync(search));
        }
    }

    [Fact]
    public async Task A_search_of_many_is_paged_without_losing_anybody()
    {
        var word = Deployment.Name("many");
        List<Guid> added = [];
        for (var number = 0; number < ListUsers.PageSize + 20; number++)
        {
            var text = $"{word}{(number % 3 == 0 ? "é" : "z")}{number}";
            added.Add((await AddedAsync(new NewUser { PoolId = Deployment.PoolId, Username = text, Name = number % 2 == 0 ? word : null })).Id);
        }

        var found = (await WalkAsync(word)).Select(user => user.Id).ToList();
        Assert.Equal(added.Order(), found.Distinct().Order());
    }

    [Fact, Attack("XT-06")]
    public async Task Another_pools_people_are_not_found()
    {
        var ann = await AddedAsync();
        var operators = await Deployment.PoolAsync(UserPool.OperatorsSlug);
        foreach (var search in new[] { ann.Email!, ann.UserName!, ann.Id.ToString("N") })
        {
            Assert.Empty((await Deployment.Get<ListUsers>().RunAsync(operators, search, null, default)).Value!.Users);
        }

        Assert.Null(await Deployment.Get<FindUser>().RunAsync(operators, ann.Id, default));
    }

    [Theory, Attack("AD-13")]
    [InlineData("' OR 1=1")]
    [InlineData("AAAA")]
    [InlineData("-1")]
    [InlineData("MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAA")]
    public async Task A_place_that_no_list_gave_is_refused(string after) =>
        Assert.Equal("cursor_malformed", Assert.Single((await Deployment.Get<ListUsers>().RunAsync(Deployment.PoolId, null, after, default)).Faults).Reason);

    private async Task<List<ListedUser>> WalkAsync(string? search)
    {
        List<ListedUser> all = [];
        string? after = null;
        do
        {
            var page = (await Deployment.Get<ListUsers>().RunAsync(Deployment.PoolId, search, after, default)).Value!;
            Assert.True(page.Users.Count <= ListUsers.PageSize);
            Assert.NotEqual(after ?? "", page.Next);
            all.AddRange(page.Users);
            after = page.Next;
        }
        while (after is not null);
        return all;
    }
}
