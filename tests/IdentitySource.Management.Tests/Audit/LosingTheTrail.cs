using IdentitySource.Management.Groups;
using IdentitySource.Management.Users;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Attack = IdentitySource.TestKit.AttackAttribute;

namespace IdentitySource.Management.Tests.Audit;

public class LosingTheTrail(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact, Attack("ST-18")]
    public async Task What_cannot_be_written_down_is_not_done()
    {
        await using var db = await deployment.DatabaseAsync();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE events ADD CONSTRAINT no_trail CHECK (kind NOT IN ('group_created', 'user_created')) NOT VALID");

        await Assert.ThrowsAsync<DbUpdateException>(
            () => deployment.Get<CreateGroup>().RunAsync(Actor.CommandLine, deployment.PoolId, "staff", "Staff", default));
        await Assert.ThrowsAsync<DbUpdateException>(
            () => deployment.Get<AddUser>().RunAsync(Actor.CommandLine, new NewUser { PoolId = deployment.PoolId, Email = "ann@x.test" }, default));

        Assert.Equal((0, 0), (await db.Groups.CountAsync(), await db.Users.CountAsync(user => user.Email == "ann@x.test")));
    }
}
