using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Storage.Tests.Identity;

public class FindingWhoSignsIn(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private UserDirectory Directory => deployment.Get<UserDirectory>();

    [Fact]
    public async Task A_person_is_found_by_each_of_their_names_however_it_is_written()
    {
        var user = await AddAsync("+4930123456");
        string[] spellings =
        [
            user.Email!, user.Email!.ToUpperInvariant(), $" {user.Email} ", user.UserName!, user.UserName!.ToUpperInvariant(), "+49 30 12-34-56",
        ];
        foreach (var spelling in spellings)
        {
            var found = await Directory.FindForSignInAsync(deployment.PoolId, spelling, default);
            Assert.Equal(new SignInCandidate(user.Id, "hash", true, "stamp", NeedsSecondFactor: false), found);
        }
    }

    [Fact]
    public async Task Not_in_another_pool()
    {
        var user = await AddAsync();
        Assert.Null(await Directory.FindForSignInAsync(await deployment.PoolAsync(UserPool.OperatorsSlug), user.Email!, default));
    }

    [Theory]
    [InlineData(true, UserStatus.Activated)]
    [InlineData(false, UserStatus.Suspended)]
    [InlineData(false, UserStatus.Deactivated)]
    [InlineData(false, UserStatus.Archived)]
    public async Task Somebody_blocked_or_not_activated_is_found_as_inactive(bool blocked, UserStatus status)
    {
        var user = await AddAsync(shape: each => (each.Blocked, each.Status) = (blocked, status));
        Assert.False((await Directory.FindForSignInAsync(deployment.PoolId, user.Email!, default))!.Active);
    }

    [Theory, Attack("EN-12")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("nobody")]
    [InlineData("nobody@x.test")]
    [InlineData("+4999999999")]
    [InlineData("nul\0inside")]
    [InlineData("nul\0@x.test")]
    [InlineData("' OR 1=1 --")]
    [InlineData("%")]
    public async Task What_nobody_is_called_finds_nobody(string identifier) =>
        Assert.Null(await Directory.FindForSignInAsync(deployment.PoolId, identifier, default));

    [Theory, Attack("EN-12")]
    [InlineData(257)]
    [InlineData(5_000)]
    [InlineData(1_048_576)]
    public async Task Something_very_long_finds_nobody(int length)
    {
        await AddAsync();
        Assert.Null(await Directory.FindForSignInAsync(deployment.PoolId, new string('a', length), default));
        Assert.Null(await Directory.FindForSignInAsync(deployment.PoolId, new string('a', length) + "@x.test", default));
    }

    private async Task<User> AddAsync(string? phone = null, Action<User>? shape = null)
    {
        var name = deployment.Name("ann");
        User user = new()
        {
            PoolId = deployment.PoolId,
            Id = Guid.CreateVersion7(),
            UserName = name,
            NormalizedUserName = LookupNames.Of(name),
            Email = $"{name}@x.test",
            NormalizedEmail = LookupNames.Of($"{name}@x.test"),
            PhoneNumber = phone,
            PasswordHash = "hash",
            SecurityStamp = "stamp",
        };
        shape?.Invoke(user);
        await using var db = await deployment.DatabaseAsync();
        db.Users.Add(user);
        await db.SaveChangesAsync();
        return user;
    }
}
