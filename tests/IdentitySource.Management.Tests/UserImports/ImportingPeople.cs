using System.Text;
using IdentitySource.Management.UserImports;
using IdentitySource.Management.UserPools;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.UserImports;

public class ImportingPeople(ImportDeployment deployment) : ImportWork(deployment)
{
    [Fact]
    public async Task A_password_is_measured_by_the_policy_of_the_pool()
    {
        var policies = Deployment.Get<UpdatePolicies>();
        Assert.Empty((await policies.RunAsync(Actor.CommandLine, Deployment.PoolId, new PoolPolicies(12), null, default)).Faults);

        var import = await ImportAsync("email,password\nshort@policy.test,only eleven\nlong@policy.test,these are twelve\n");

        Assert.Equal([(2L, "password", "password_too_short")], await FaultsAsync(import));
        Assert.Equal(1, await PeopleAsync("policy.test"));
        await policies.RunAsync(Actor.CommandLine, Deployment.PoolId, new PoolPolicies(8), null, default);
    }

    [Fact]
    public async Task Every_field_arrives_from_csv()
    {
        var import = await ImportAsync(
            "email,username,phone,name,address_street,custom_data,email_verified,status,blocked,gender\r\n"
            + "Käthe@csv.test,käthe,+49 30 5551234,\"Doe, \"\"K\"\"\",\"1 Main St\nFlat 2\",\"{\"\"a\"\":1}\",TRUE,Suspended,1,F\r\n");
        Assert.Equal((UserImportState.Done, 1L, 0L, 100), (import.State, import.Added, import.Failed, import.Percent));

        var user = (await PersonAsync("Käthe@csv.test"))!;
        Assert.Equal(("käthe", "+49305551234", "Doe, \"K\"", "DOE, \"K\""), (user.UserName, user.PhoneNumber, user.Name, user.NormalizedName));
        Assert.Equal(("1 Main St\nFlat 2", "{\"a\":1}", true, false, true), (user.Address!.StreetAddress, user.ExtendedFields, user.EmailConfirmed, user.PhoneNumberConfirmed, user.Blocked));
        Assert.Equal((UserStatus.Suspended, "F"), (user.Status, user.Gender));
        Assert.NotNull(user.SecurityStamp);
        Assert.Contains("Käthe@csv.test", (await Deployment.Get<ListUsers>().RunAsync(Deployment.PoolId, "kÄTHE@", null, default)).Value!.Users.Select(found => found.Email));
    }

    [Theory]
    [InlineData("[{\"email\":\"%1\",\"email_verified\":true,\"custom_data\":{\"a\":[1]}},\n {\"email\":\"%2\",\"name\":null}]")]
    [InlineData("[\n  {\n    \"email\": \"%1\",\n \"email_verified\": \"true\",\n \"custom_data\": \"{\\\"a\\\":[1]}\"\n  }\n,{\"email\":\"%2\"}\n]\n")]
    [InlineData("{\"email\":\"%1\",\"email_verified\":true,\"custom_data\":{\"a\":[1]}}\r\n\r\n{\"email\":\"%2\"}")]
    [InlineData("\uFEFFemail;email_verified;custom_data\n%1;true;{\"a\":[1]}\n\n%2;;\n")]
    [InlineData("EMAIL\temail_verified\tcustom_data\r\n%1\tyes\t{\"a\":[1]}\r\n%2\t\t")]
    public async Task Every_kind_of_file_says_the_same(string file)
    {
        var (one, two) = ($"{Deployment.Name("one")}@kinds.test", $"{Deployment.Name("two")}@kinds.test");
        var import = await ImportAsync(file.Replace("%1", one, StringComparison.Ordinal).Replace("%2", two, StringComparison.Ordinal));
        Assert.Empty(await FaultsAsync(import));
        Assert.Equal((UserImportState.Done, 2L), (import.State, import.Added));
        var user = (await PersonAsync(one))!;
        Assert.Equal((true, "{\"a\":[1]}"), (user.EmailConfirmed, user.ExtendedFields));
        Assert.NotNull(await PersonAsync(two));
    }

    [Fact]
    public async Task A_dry_run_finds_everything_and_adds_nobody()
    {
        await ImportAsync("email\nthere@dry.test\n");
        var file = "email,username\nnew@dry.test,a1\nnew@DRY.test,a2\nthere@dry.test,\nnothing,a3\nother@dry.test,a1\n";
        var import = await ImportAsync(file, dryRun: true);

        Assert.Equal(
            [(3, "email", "email_repeated"), (4, "email", "email_taken"), (5, "email", "email_malformed"), (6, "username", "username_repeated")], await FaultsAsync(import));
        Assert.Equal((1L, 4L, 1), (import.Added, import.Failed, await PeopleAsync("dry.test")));
        Assert.Contains("Line 2 ", (await FailedAsync(import))[0].Faults[0].Message, StringComparison.Ordinal);

        // And what it said comes true, line by line.
        var real = await ImportAsync(file);
        Assert.Equal(await FaultsAsync(import), await FaultsAsync(real));
        Assert.Equal(1, real.Added);
    }

    [Fact]
    public async Task A_line_that_failed_claims_no_name()
    {
        var import = await ImportAsync("email,gender\nann@claim.test,X\nann@claim.test,F\n");
        Assert.Equal([(2, "gender", "gender_unknown")], await FaultsAsync(import));
        Assert.NotNull(await PersonAsync("ann@claim.test"));
    }

    [Fact, Attack("LG-03")]
    public async Task Passwords_are_hashed_and_stand_nowhere_in_clear()
    {
        const string Password = "correct horse 42 staple";
        var import = await ImportAsync($"email,password,gender\npw@clear.test,{Password},\nweak@clear.test,password,\nbad@clear.test,{Password},X\n");
        Assert.Equal([(3, "password", "password_common"), (4, "gender", "gender_unknown")], await FaultsAsync(import));

        var user = (await PersonAsync("pw@clear.test"))!;
        Assert.Equal(PasswordVerificationResult.Success, Deployment.Get<IPasswordHasher<User>>().VerifyHashedPassword(user, user.PasswordHash!, Password));
        Assert.All(await FailedAsync(import), line => Assert.DoesNotContain("password", line.Given.Keys));
        await using var db = await Deployment.DatabaseAsync();
        Assert.DoesNotContain(await db.UserImportFaults.ToListAsync(), row => row.Given!.Contains(Password, StringComparison.Ordinal));
        Assert.DoesNotContain(await db.Events.ToListAsync(), row => row.Detail?.Contains(Password, StringComparison.Ordinal) == true);
        Assert.Empty(await db.UserImportChunks.Where(row => row.ImportId == import.Id).ToListAsync());
        Assert.Empty(await db.UserImportKeys.Where(row => row.ImportId == import.Id).ToListAsync());
    }

    [Fact]
    public async Task While_it_waits_the_file_lies_under_the_master_key()
    {
        var claimed = await CreateAsync(Encoding.UTF8.GetBytes("email,password\nann@rest.test,correct horse 42 staple\n"));
        await using var db = await Deployment.DatabaseAsync();
        var kept = await db.UserImportChunks.Where(row => row.ImportId == claimed.Id).Select(row => row.ProtectedContent).SingleAsync();
        Assert.DoesNotContain("horse", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        await Deployment.Get<RunUserImport>().RunAsync(claimed, null, default);
    }

    [Fact]
    public async Task A_column_that_nobody_knows_is_left_out_and_named()
    {
        var import = await ImportAsync("email,<b>shoe size</b>,roles\nann@unknown.test,42,admin\n");
        Assert.Equal((1L, "<b>shoe size</b>,roles"), (import.Added, string.Join(',', import.UnknownColumns)));
        Assert.Equal(["shoe_size"], (await ImportAsync("{\"email\":\"bob@unknown.test\",\"shoe_size\":42}")).UnknownColumns);
    }

    [Fact, Attack("XT-06")]
    public async Task Another_pool_has_names_of_its_own_and_sees_nothing_of_it()
    {
        var operators = await Deployment.PoolAsync(UserPool.OperatorsSlug);
        Assert.Empty((await Deployment.Get<AddUser>().RunAsync(Actor.CommandLine, new NewUser { PoolId = operators, Email = "ann@pools.test" }, default)).Faults);
        var import = await ImportAsync("email\nann@pools.test\nx\n");
        Assert.Equal(1, import.Added);
        Assert.Null(await Deployment.Get<ListUserImports>().FindAsync(operators, import.Id, default));
        Assert.Empty(await Deployment.Get<ReadImportFaults>().PageAsync(operators, import.Id, 0, 10, default));
        Assert.Equal("import_over", (await Deployment.Get<CancelUserImport>().RunAsync(Actor.CommandLine, operators, import.Id, default)).Faults[0].Reason);
    }

    [Fact]
    public async Task The_trail_says_who_and_how_it_ended_and_the_day_counts_the_new_people()
    {
        var import = await ImportAsync("email\na@trail.test\nb@trail.test\nx\n");
        var ended = Assert.Single(await Deployment.EventsAsync("user_import_ended"), row => row.Detail!.Contains(import.Id.ToString("N"), StringComparison.Ordinal));
        Assert.Contains("\"added\":2,\"failed\":1", ended.Detail, StringComparison.Ordinal);
        Assert.Contains(await Deployment.EventsAsync("user_import_started"), row => row.Detail!.Contains(import.Id.ToString("N"), StringComparison.Ordinal));
        await using var db = await Deployment.DatabaseAsync();
        Assert.True(await db.DailyCounts.Where(row => row.Measure == "new_user").SumAsync(row => row.Count) >= 2);
    }

    [Fact]
    public async Task The_person_can_be_found_by_what_they_sign_in_with()
    {
        await ImportAsync("username,phone\nimported.ann,+4930123459\n");
        var directory = Deployment.Get<UserDirectory>();
        Assert.NotNull(await directory.FindForSignInAsync(Deployment.PoolId, "IMPORTED.ann", default));
        Assert.NotNull(await directory.FindForSignInAsync(Deployment.PoolId, "+49 30 123459", default));
    }
}
