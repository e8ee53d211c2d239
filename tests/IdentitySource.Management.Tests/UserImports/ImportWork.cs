using System.Text;
using IdentitySource.Management.UserImports;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.UserImports;

/// <summary>What the tests of imports share: a deployment that writes three lines at once, so that every file has several batches.</summary>
public abstract class ImportWork : IClassFixture<ImportDeployment>
{
    protected ImportWork(ImportDeployment deployment) => Deployment = deployment;

    protected ImportDeployment Deployment { get; }

    protected Task<UserImport> ImportAsync(string text, bool dryRun = false) => ImportAsync(Encoding.UTF8.GetBytes(text), dryRun);

    protected async Task<UserImport> ImportAsync(byte[] content, bool dryRun = false)
    {
        var claimed = await CreateAsync(content, dryRun);
        await Deployment.Get<RunUserImport>().RunAsync(claimed, null, default);
        return await FindAsync(claimed);
    }

    protected async Task<ClaimedImport> CreateAsync(byte[] content, bool dryRun = false)
    {
        var worker = Guid.NewGuid();
        using MemoryStream stream = new(content);
        var outcome = await Deployment.Get<CreateUserImport>().RunAsync(Actor.CommandLine, new NewUserImport(Deployment.PoolId, "people.csv", stream, dryRun), worker, default);
        Assert.Empty(outcome.Faults);
        return new ClaimedImport(Deployment.PoolId, outcome.Value, worker);
    }

    protected async Task<UserImport> FindAsync(ClaimedImport claimed) => (await Deployment.Get<ListUserImports>().FindAsync(claimed.PoolId, claimed.Id, default))!;

    protected Task<IReadOnlyList<FailedLine>> FailedAsync(UserImport import) => Deployment.Get<ReadImportFaults>().PageAsync(Deployment.PoolId, import.Id, 0, 1000, default);

    /// <summary>Line, field and reason of everything that is wrong.</summary>
    protected async Task<IEnumerable<(long Line, string Field, string Reason)>> FaultsAsync(UserImport import) =>
        (await FailedAsync(import)).SelectMany(line => line.Faults.Select(fault => (line.Line, fault.Field, fault.Reason)));

    protected async Task<User?> PersonAsync(string email)
    {
        await using var db = await Deployment.DatabaseAsync();
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Email == email);
    }

    protected async Task<int> PeopleAsync(string domain)
    {
        await using var db = await Deployment.DatabaseAsync();
        return await db.Users.CountAsync(row => row.Email!.EndsWith("@" + domain));
    }
}

public sealed class ImportDeployment : TestDeployment
{
    public ImportDeployment() => (Settings["IdentitySource:UserImport:Batch"], Settings["IdentitySource:UserImport:LargestFile"]) = ("3", "2000000");
}
