using IdentitySource.Management.Applications;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Applications;

/// <summary>What the tests of applications share: an input that is right, to be made wrong in one place.</summary>
public abstract class ApplicationWork(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    protected TestDeployment Deployment { get; } = deployment;

    protected NewApplication Input() => new()
    {
        PoolId = Deployment.PoolId,
        Name = "Notes",
        Address = Deployment.Name("notes"),
        RedirectUris = ["https://rp.acme.test/cb"],
    };

    protected Task<Outcome<CreatedApplication>> CreateAsync(NewApplication input) =>
        Deployment.Get<CreateApplication>().RunAsync(Actor.CommandLine, input, default);

    protected async Task<CreatedApplication> CreatedAsync(NewApplication? input = null)
    {
        var outcome = await CreateAsync(input ?? Input());
        Assert.Empty(outcome.Faults);
        return outcome.Value!;
    }

    protected async Task<string[]> ReasonsAsync(NewApplication input) => [.. (await CreateAsync(input)).Faults.Select(fault => fault.Reason)];

    protected async Task<ApplicationRow> RowAsync(Guid id)
    {
        await using var db = await Deployment.DatabaseAsync();
        return await db.Applications.AsNoTracking().SingleAsync(row => row.Id == id);
    }
}
