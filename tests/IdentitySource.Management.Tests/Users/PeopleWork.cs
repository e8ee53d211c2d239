using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Users;

/// <summary>What the tests of people share.</summary>
public abstract class PeopleWork(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    protected const string Password = "correct horse";

    protected TestDeployment Deployment { get; } = deployment;

    protected NewUser Input() => new()
    {
        PoolId = Deployment.PoolId,
        Email = $"{Deployment.Name("ann")}@x.test",
        Username = Deployment.Name("ann"),
        Password = Password,
    };

    protected Task<Outcome<Guid>> AddAsync(NewUser input) => Deployment.Get<AddUser>().RunAsync(Actor.CommandLine, input, default);

    protected async Task<User> AddedAsync(NewUser? input = null)
    {
        var outcome = await AddAsync(input ?? Input());
        Assert.Empty(outcome.Faults);
        return await RowAsync(outcome.Value);
    }

    protected async Task<User> RowAsync(Guid id)
    {
        await using var db = await Deployment.DatabaseAsync();
        return await db.Users.AsNoTracking().SingleAsync(row => row.Id == id);
    }
}
