using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

public class SeedingADatabase(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private readonly Shell shell = new(deployment);

    [Fact]
    public async Task It_is_for_development_and_for_an_empty_database_and_holds_what_was_asked_for()
    {
        const string Small = "seed --applications 3 --users 40 --pools 5 --groups 2 --roles 2 --events 60 --password correct-horse-42";
        Assert.Contains("not_development", (await shell.RunAsync(Small)).Error, StringComparison.Ordinal);

        var seeded = await shell.JsonAsync(Small + " --not-development");
        Assert.Equal(40, seeded.GetProperty("users").GetInt32());
        await using (var db = await deployment.DatabaseAsync())
        {
            Assert.Equal((40, 3, 7, 2, 60), (await db.Users.CountAsync(), await db.Applications.CountAsync(), await db.UserPools.CountAsync(), await db.Groups.CountAsync(), await db.Events.CountAsync(row => row.Kind == "sign_in" || row.Kind == "user_updated")));
            var person = (await deployment.Get<UserDirectory>().FindForSignInAsync(deployment.PoolId, "user7@example.com", default))!;
            Assert.Equal(PasswordVerificationResult.Success, deployment.Get<IPasswordHasher<User>>().VerifyHashedPassword(new User(), person.PasswordHash!, "correct-horse-42"));
        }

        Assert.Contains("database_in_use", (await shell.RunAsync(Small + " --not-development")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await shell.RunAsync("seed --applications 0 --users 0 --pools 0 --groups 0 --roles 0 --events 5 --onto-existing --not-development")).Code);
    }
}
