using IdentitySource.Management.Applications;
using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Setup;

/// <summary>
/// Three applications, one of them a machine's, and two people to try everything with, in the default pool. All or nothing, and
/// remembered, so that removing it takes nothing else along.
/// </summary>
public sealed class AddDemo(IDbContextFactory<IdentitySourceDb> contexts, DemoContents contents, DemoHistory history, ChangeFeed changes, AuditTrail audit)
{
    /// <summary>Of the demonstration's web application, whose pages the server itself has.</summary>
    public const string WebAddress = "demo-web";

    /// <summary>Of the demonstration's single-page application, likewise.</summary>
    public const string SpaAddress = "demo-spa";

    /// <summary>Of the demonstration's machine.</summary>
    public const string MachineAddress = "demo-machine";

    public async Task<Outcome<DemoSet>> RunAsync(Actor actor, string publicOrigin, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var poolId = db.PoolId = await db.UserPools.Where(pool => pool.Slug == UserPool.DefaultSlug).Select(pool => pool.Id).SingleAsync(cancel);
        if ((await contents.PeopleAsync(poolId, cancel)).Refused(out var busy, out var people))
        {
            return busy.ToList();
        }

        var keys = await contents.KeysAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        var deployment = await db.Deployment.SingleAsync(cancel);
        if (deployment.DemoIds.Count > 0)
        {
            return new Fault("demo", "demo_exists", "The demonstration data is there already.");
        }

        if ((await contents.AddAsync(db, actor, people, keys, publicOrigin, cancel)).Refused(out var faults, out var made))
        {
            return faults.ToList();
        }

        deployment.DemoIds = [.. made.Applications.Select(application => application.Id), .. made.Users.Select(user => user.Id), made.Machine.ResourceId];
        audit.Add(db, actor, "demo_added");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        await history.AddAsync(poolId, made, cancel);
        foreach (var application in made.Applications)
        {
            changes.Note(poolId, application.Id);
        }

        changes.Note(poolId, applicationId: null);
        return made;
    }
}

/// <summary>What was made, with what is shown only once.</summary>
public sealed record DemoSet(IReadOnlyList<CreatedApplication> Applications, IReadOnlyList<DemoUser> Users, DemoAccount Machine);

public sealed record DemoUser(Guid Id, string Username, string Email, string Password)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Username;
}
