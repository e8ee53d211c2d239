using System.Buffers.Binary;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Users;

public class AddingAPerson(TestDeployment deployment) : PeopleWork(deployment)
{
    [Fact]
    public async Task They_can_be_found_and_their_password_is_kept_as_a_hash()
    {
        var input = Input() with { EmailVerified = true, Phone = "+49 30 1234567", Name = "Ann Example" };
        var user = await AddedAsync(input);
        Assert.Equal((input.Email, input.Username, "+49301234567", "Ann Example", true), (user.Email, user.UserName, user.PhoneNumber, user.Name, user.EmailConfirmed));
        Assert.DoesNotContain(Password, user.PasswordHash, StringComparison.Ordinal);
        Assert.Equal(PasswordVerificationResult.Success, Deployment.Get<IPasswordHasher<User>>().VerifyHashedPassword(user, user.PasswordHash!, Password));
        Assert.Equal(user.Id, (await Deployment.Get<UserDirectory>().FindForSignInAsync(Deployment.PoolId, input.Email!, default))!.Id);
        Assert.NotNull(user.SecurityStamp);
    }

    [Fact]
    public async Task It_is_in_the_audit_trail_without_what_was_typed()
    {
        var input = Input();
        var user = await AddedAsync(input);
        var entry = Assert.Single(await Deployment.EventsAsync("user_created"), row => row.UserId == user.Id);
        Assert.DoesNotContain(Password, entry.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(input.Email!, entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_one_name_is_enough_and_a_password_is_not_needed()
    {
        var user = await AddedAsync(new NewUser { PoolId = Deployment.PoolId, Phone = "+4930999999" });
        Assert.Null(user.PasswordHash);
        await AddedAsync(new NewUser { PoolId = Deployment.PoolId, Username = Deployment.Name("only") });
        await AddedAsync(new NewUser { PoolId = Deployment.PoolId, Email = $"{Deployment.Name("only")}@x.test" });
    }

    public static TheoryData<Func<NewUser, NewUser>, string> Wrong => new()
    {
        { user => user with { Email = null, Username = null }, "identifier_missing" },
        { user => user with { Email = "nothing" }, "email_malformed" },
        { user => user with { Username = "ann@x.test" }, "username_malformed" },
        { user => user with { Phone = "030" }, "phone_malformed" },
        { user => user with { Password = "short" }, "password_too_short" },
        { user => user with { Password = "password" }, "password_common" },
        { user => user with { Password = user.Email }, "password_is_own_name" },
        { user => user with { Password = new string('x', 64) + new string('y', 65) }, "password_too_long" },
        { user => user with { Password = "lone surrogate \uD800" }, "password_malformed" },
        { user => user with { Name = "A\u202Enn" }, "profile_malformed" },
        { user => user with { GivenName = new string('a', 201) }, "profile_malformed" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task What_is_wrong_is_told_and_nobody_is_added(Func<NewUser, NewUser> wrong, string reason)
    {
        var input = wrong(Input());
        Assert.Equal([reason], (await AddAsync(input)).Faults.Select(fault => fault.Reason));
        Assert.Null(input.Email is null ? null : await Deployment.Get<UserDirectory>().FindForSignInAsync(Deployment.PoolId, input.Email, default));
    }

    [Fact, Attack("UN-04")]
    public async Task A_name_that_somebody_has_is_taken_however_it_is_written()
    {
        var input = Input() with { Phone = "+4930777777" };
        await AddedAsync(input);
        var twin = Input() with { Email = input.Email!.ToUpperInvariant(), Username = "ａ" + input.Username![1..], Phone = "+49 30 77-77-77" };
        Assert.Equal(["username_taken", "email_taken", "phone_taken"], (await AddAsync(twin)).Faults.Select(fault => fault.Reason));
    }

    [Fact, Attack("DB-01")]
    public async Task Of_twenty_that_want_one_name_at_once_one_gets_it_however_they_write_it()
    {
        var (input, phone) = (Input(), "+4930888888");
        NewUser[] spellings =
        [
            input, input with { Email = input.Email!.ToUpperInvariant(), Username = null }, input with { Email = null, Username = "ａ" + input.Username![1..] },
            input with { Email = input.Email.ToUpperInvariant(), Username = input.Username.ToUpperInvariant(), Phone = phone.Insert(3, " ") },
        ];
        spellings = [.. spellings.Select((spelling, number) => spelling with { Phone = number % 2 == 0 ? phone : phone.Insert(3, " ") })];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => AddAsync(spellings[number % spellings.Length]))));

        Assert.Single(outcomes, outcome => outcome.Faults.Count == 0);
        Assert.All(outcomes.SelectMany(outcome => outcome.Faults), fault => Assert.Contains(fault.Reason, new[] { "username_taken", "email_taken", "phone_taken" }));
        await using var db = await Deployment.DatabaseAsync();
        Assert.Equal(1, await db.Users.CountAsync(row => row.PhoneNumber == phone));
    }

    [Fact, Attack("EN-11")]
    public async Task Who_knows_one_id_cannot_count_on_to_the_next()
    {
        // All at one moment of the clock that stands still: what is left of an id is random.
        List<UInt128> random = [];
        for (var number = 0; number < 8; number++)
        {
            var id = (await AddedAsync(Input())).Id;
            random.Add(new UInt128(0, BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true).AsSpan(8))));
        }

        Assert.Equal(random.Count, random.Distinct().Count());
        Assert.All(random.Zip(random.Skip(1)), pair => Assert.True((pair.First > pair.Second ? pair.First - pair.Second : pair.Second - pair.First) > uint.MaxValue));
    }

    [Fact]
    public async Task Another_pool_has_people_of_its_own()
    {
        var input = Input();
        await AddedAsync(input);
        Assert.Empty((await AddAsync(input with { PoolId = await Deployment.PoolAsync(UserPool.OperatorsSlug) })).Faults);
    }

    [Fact, Attack("LG-03")]
    public void What_is_typed_in_never_shows_itself_as_text() => Assert.DoesNotContain(Password, $"{Input()}", StringComparison.Ordinal);
}
