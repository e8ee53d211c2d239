using System.Text.Json;
using IdentitySource.Management.Setup;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Users;

public class ChangingAPerson(TestDeployment deployment) : PeopleWork(deployment)
{
    public static TheoryData<string, string, string> Right => new()
    {
        { "external_id", " A-17 ", "A-17" },
        { "name", "Ann <script>alert(1)</script>", "Ann <script>alert(1)</script>" },
        { "gender", "F", "F" },
        { "birthdate", "0000-02-29", "0000-02-29" },
        { "birthdate", "1990", "1990" },
        { "zoneinfo", "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires" },
        { "locale", "zh-Hans", "zh-Hans" },
        { "website", "https://ann.example/~a?b=c#d", "https://ann.example/~a?b=c#d" },
        { "address_street", "1 Main St\r\nFlat 2", "1 Main St\nFlat 2" },
        { "address_country", "France", "France" },
        { "custom_data", """{"department": "Käse"}""", """{"department": "Käse"}""" },
        { "phone", "+49 30 5551234", "+49305551234" },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public async Task A_field_is_kept_and_the_trail_has_it_before_and_after(string field, string typed, string kept)
    {
        var ann = await AddedAsync();
        Assert.Empty((await UpdateAsync(ann, (field, typed))).Faults);

        Assert.Equal(kept, UserFields.Find(field)!.Read(await RowAsync(ann.Id)));
        var changed = await ChangesAsync(ann, "user_updated");
        Assert.Equal(JsonValueKind.Null, changed.GetProperty(field).GetProperty("before").ValueKind);
        Assert.Equal(kept, changed.GetProperty(field).GetProperty("after").GetString());

        Assert.Empty((await UpdateAsync(ann, (field, " "))).Faults);
        Assert.Null(UserFields.Find(field)!.Read(await RowAsync(ann.Id)));
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "username", "a@b", "username_malformed" },
        { "email", "nothing", "email_malformed" },
        { "phone", "030", "phone_malformed" },
        { "name", "A\u202Enn", "profile_malformed" },
        { "family_name", new string('x', 201), "profile_malformed" },
        { "gender", "X", "gender_unknown" },
        { "birthdate", "31.12.1990", "birthdate_malformed" },
        { "birthdate", "1990-02-30", "birthdate_malformed" },
        { "zoneinfo", "Europe/Paris' --", "zoneinfo_malformed" },
        { "locale", "<b>", "locale_malformed" },
        { "picture", "javascript:alert(1)", "link_malformed" },
        { "website", "https://user@evil.test/", "link_malformed" },
        { "profile", "data:text/html,x", "link_malformed" },
        { "custom_data", "[1]", "custom_data_malformed" },
        { "custom_data", """{"a":1,"a":2}""", "custom_data_malformed" },
        { "custom_data", "{", "custom_data_malformed" },
        { "security_stamp", "x", "field_unknown" },
        { "password_hash", "x", "field_unknown" },
        { "email_verified", "true", "field_unknown" },
        { "status", "Activated", "field_unknown" },
    };

    [Theory, Attack("AD-04")]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_told_at_its_field_and_nothing_is_written(string field, string typed, string reason)
    {
        var ann = await AddedAsync();
        var fault = Assert.Single((await UpdateAsync(ann, (field, typed), ("nickname", "Annie"))).Faults);
        Assert.Equal((field, reason), (fault.Field, fault.Reason));
        Assert.Null((await RowAsync(ann.Id)).Nickname);
    }

    [Fact]
    public async Task A_new_address_is_not_verified_because_the_old_one_was()
    {
        var ann = await AddedAsync(Input() with { EmailVerified = true });
        await UpdateAsync(ann, ("email", ann.Email!.ToUpperInvariant()));
        Assert.True((await RowAsync(ann.Id)).EmailConfirmed);
        Deployment.Clock.Advance(TimeSpan.FromSeconds(1));
        await UpdateAsync(ann, ("email", "new-" + ann.Email));
        Assert.False((await RowAsync(ann.Id)).EmailConfirmed);
        Assert.Equal("false", (await ChangesAsync(ann, "user_updated")).GetProperty("email_verified").GetProperty("after").GetString());
    }

    [Fact]
    public async Task Nobody_gets_the_name_of_another_or_loses_their_last_one()
    {
        var (ann, bob) = (await AddedAsync(), await AddedAsync());
        Assert.Equal(["username_taken", "email_taken"], (await UpdateAsync(ann, ("username", bob.UserName!), ("email", bob.Email!))).Faults.Select(fault => fault.Reason));
        Assert.Equal("identifier_missing", Assert.Single((await UpdateAsync(ann, ("username", ""), ("email", ""))).Faults).Reason);
    }

    [Fact]
    public async Task Of_two_who_edit_at_once_the_second_is_told()
    {
        var ann = await AddedAsync();
        var version = (await DetailAsync(ann)).Version;
        Assert.Empty((await UpdateAsync(ann, version, ("nickname", "first"))).Faults);
        Assert.Equal("changed_meanwhile", Assert.Single((await UpdateAsync(ann, version, ("nickname", "second"))).Faults).Reason);
        Assert.Equal("first", (await RowAsync(ann.Id)).Nickname);
    }

    [Fact]
    public async Task Saving_what_is_there_already_writes_nothing()
    {
        var ann = await AddedAsync();
        await UpdateAsync(ann, ("username", ann.UserName!), ("nickname", ""));
        Assert.DoesNotContain(await Deployment.EventsAsync("user_updated"), row => row.UserId == ann.Id);
        Assert.Equal(ann.ConcurrencyStamp, (await RowAsync(ann.Id)).ConcurrencyStamp);
    }

    [Fact, Attack("AD-09")]
    public async Task Of_a_password_the_trail_knows_only_that_there_is_one()
    {
        var ann = await AddedAsync();
        Assert.Empty((await Deployment.Get<RemovePassword>().RunAsync(Actor.CommandLine, Named(ann), default)).Faults);
        Assert.Equal("""{"before":"***","after":null}""", (await ChangesAsync(ann, "user_password_removed")).GetProperty("password").GetRawText());
        Assert.Null((await RowAsync(ann.Id)).PasswordHash);
        Assert.Equal("password_missing", Assert.Single((await Deployment.Get<RemovePassword>().RunAsync(Actor.CommandLine, Named(ann), default)).Faults).Reason);
    }

    [Fact]
    public async Task Suspending_says_so_and_activating_lets_in_again()
    {
        var ann = await AddedAsync();
        await Deployment.Get<SetUserStatus>().RunAsync(Actor.CommandLine, Named(ann), UserStatus.Suspended, default);
        Assert.Equal("""{"before":"activated","after":"suspended"}""", (await ChangesAsync(ann, "user_status_set")).GetProperty("status").GetRawText());
        Assert.NotEqual(ann.SecurityStamp, (await RowAsync(ann.Id)).SecurityStamp);
        await Deployment.Get<SetUserStatus>().RunAsync(Actor.CommandLine, Named(ann), UserStatus.Activated, default);
        Assert.Equal(UserStatus.Activated, (await RowAsync(ann.Id)).Status);
    }

    [Fact]
    public async Task Only_what_is_there_can_be_verified()
    {
        var ann = await AddedAsync();
        var verify = Deployment.Get<SetVerified>();
        Assert.Equal("phone_missing", Assert.Single((await verify.RunAsync(Actor.CommandLine, Named(ann), email: true, phone: true, default)).Faults).Reason);
        Assert.Empty((await verify.RunAsync(Actor.CommandLine, Named(ann), email: true, phone: false, default)).Faults);
        Assert.True((await RowAsync(ann.Id)).EmailConfirmed);
    }

    [Fact]
    public async Task Deleting_leaves_the_trail_and_nothing_else()
    {
        var ann = await AddedAsync();
        Assert.Empty((await Deployment.Get<DeleteUser>().RunAsync(Actor.CommandLine, Named(ann), default)).Faults);
        Assert.Null(await Deployment.Get<FindUser>().RunAsync(Deployment.PoolId, ann.Id, default));
        Assert.DoesNotContain(ann.Email!, Assert.Single(await Deployment.EventsAsync("user_deleted"), row => row.UserId == ann.Id).Detail, StringComparison.Ordinal);
        Assert.Equal("user_unknown", Assert.Single((await Deployment.Get<DeleteUser>().RunAsync(Actor.CommandLine, Named(ann), default)).Faults).Reason);
    }

    [Fact, Attack("AD-08")]
    public async Task The_last_operator_and_oneself_cannot_be_locked_out()
    {
        var operators = await Deployment.PoolAsync(UserPool.OperatorsSlug);
        var olga = (await AddAsync(Input() with { PoolId = operators })).Value;
        await using (var db = await Deployment.Get<IDbContextFactory<Storage.IdentitySourceDb>>().CreateDbContextAsync())
        {
            db.Administrators.Add(new AdministratorRow { PoolId = operators, UserId = olga, AdministeredPoolId = operators, Role = Administrators.OperatorRole });
            await db.SaveChangesAsync();
        }

        UserName name = new(operators, olga.ToString("N"));
        foreach (var (actor, reason) in new[] { (Actor.CommandLine, "operator_last"), (new Actor("administrator", olga), "user_is_yourself") })
        {
            Assert.Equal(reason, Assert.Single((await Deployment.Get<DeleteUser>().RunAsync(actor, name, default)).Faults).Reason);
            Assert.Equal(reason, Assert.Single((await Deployment.Get<BlockUser>().RunAsync(actor, name, default)).Faults).Reason);
            Assert.Equal(reason, Assert.Single((await Deployment.Get<SetUserStatus>().RunAsync(actor, name, UserStatus.Archived, default)).Faults).Reason);
        }
    }

    private UserName Named(User user) => new(Deployment.PoolId, user.Id.ToString("N"));

    private async Task<UserDetail> DetailAsync(User user) => (await Deployment.Get<FindUser>().RunAsync(Deployment.PoolId, user.Id, default))!;

    private Task<Outcome<Guid>> UpdateAsync(User user, params (string Name, string Text)[] texts) => UpdateAsync(user, null, texts);

    private Task<Outcome<Guid>> UpdateAsync(User user, string? version, params (string Name, string Text)[] texts) =>
        Deployment.Get<UpdateUser>().RunAsync(Actor.CommandLine, Named(user), version, texts.ToDictionary(each => each.Name, each => (string?)each.Text), default);

    private async Task<JsonElement> ChangesAsync(User user, string kind) =>
        JsonDocument.Parse((await Deployment.EventsAsync(kind)).Where(row => row.UserId == user.Id).OrderBy(row => row.Id).Last().Detail!).RootElement;
}
