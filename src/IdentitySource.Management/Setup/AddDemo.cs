using System.Security.Cryptography;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Audit;
using IdentitySource.Management.Users;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Setup;

/// <summary>
/// Three applications, one of them a machine's, and two people to try everything with, in the default pool. All or nothing, and
/// remembered, so that removing it takes nothing else along.
/// </summary>
public sealed class AddDemo(
    IDbContextFactory<IdentitySourceDb> contexts, CreateApplication createApplication, AddUser addUser, DemoMachine machine, ChangeFeed changes, AuditTrail audit)
{
    /// <summary>Of the demonstration's web application, whose pages the server itself has.</summary>
    public const string WebAddress = "demo-web";

    /// <summary>Of the demonstration's single-page application, likewise.</summary>
    public const string SpaAddress = "demo-spa";

    /// <summary>Of the demonstration's machine.</summary>
    public const string MachineAddress = "demo-machine";

    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public async Task<Outcome<DemoSet>> RunAsync(Actor actor, string publicOrigin, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var poolId = db.PoolId = await db.UserPools.Where(pool => pool.Slug == UserPool.DefaultSlug).Select(pool => pool.Id).SingleAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);
        var deployment = await db.Deployment.SingleAsync(cancel);
        if (deployment.DemoIds.Count > 0)
        {
            return new Fault("demo", "demo_exists", "The demonstration data is there already.");
        }

        if ((await MakeAsync(db, actor, publicOrigin, cancel)).Refused(out var faults, out var made))
        {
            return faults.ToList();
        }

        deployment.DemoIds = [.. made.Applications.Select(application => application.Id), .. made.Users.Select(user => user.Id), made.Machine.ResourceId];
        audit.Add(db, actor, "demo_added");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        foreach (var application in made.Applications)
        {
            changes.Note(poolId, application.Id);
        }

        changes.Note(poolId, applicationId: null);
        return made;
    }

    /// <summary>Without saving.</summary>
    private async Task<Outcome<DemoSet>> MakeAsync(IdentitySourceDb db, Actor actor, string publicOrigin, CancellationToken cancel)
    {
        List<Fault> faults = [];
        List<CreatedApplication> applications = [];
        foreach (var application in Applications(db.PoolId, publicOrigin))
        {
            Collect(await createApplication.AddAsync(db, actor, application, cancel), faults, applications.Add);
        }

        List<DemoUser> users = [];
        foreach (var user in Users(db.PoolId))
        {
            Collect(await addUser.AddAsync(db, actor, user, cancel), faults, id => users.Add(new DemoUser(id, user.Username!, user.Email!, user.Password!)));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var robot = applications.Single(application => application.Address == MachineAddress);
        return (await machine.AddAsync(db, actor, robot, cancel)).Refused(out var inTheWay, out var account)
            ? inTheWay.ToList()
            : new DemoSet(applications, users, account);
    }

    private static void Collect<T>(Outcome<T> outcome, List<Fault> faults, Action<T> keep)
    {
        if (outcome.Refused(out var wrong, out var value))
        {
            faults.AddRange(wrong);
        }
        else
        {
            keep(value);
        }
    }

    private static NewApplication[] Applications(Guid poolId, string origin) =>
    [
        new()
        {
            PoolId = poolId,
            Name = "Demo web app",
            Address = WebAddress,
            Type = ApplicationType.Web,
            TokenAuthentication = "client_secret_basic",
            RedirectUris = [$"{origin}/demo/callback"],
            PostLogoutRedirectUris = [$"{origin}/demo/"],
        },
        new()
        {
            PoolId = poolId,
            Name = "Demo SPA",
            Address = SpaAddress,
            Type = ApplicationType.Spa,
            RedirectUris = [$"{origin}/demo/spa"],
            PostLogoutRedirectUris = [$"{origin}/demo/spa"],
        },
        new()
        {
            PoolId = poolId,
            Name = "Demo machine",
            Address = MachineAddress,
            Type = ApplicationType.Machine,
        },
    ];

    private static NewUser[] Users(Guid poolId) =>
    [
        Person(poolId, "ada", "Ada", "Lovelace"),
        Person(poolId, "bob", "Bob", "Builder"),
    ];

    private static NewUser Person(Guid poolId, string username, string given, string family) => new()
    {
        PoolId = poolId,
        Username = username,
        Email = $"{username}@demo.example",
        EmailVerified = true,
        Password = $"{Word()}-{Word()}-{Word()}",
        Name = $"{given} {family}",
        GivenName = given,
        FamilyName = family,
        Nickname = given,
        Locale = "en",
    };

    /// <summary>Readable enough to be typed from one screen into another; random, because a demonstration may stand on a public address.</summary>
    private static string Word() => RandomNumberGenerator.GetString(Letters, 4);
}

/// <summary>What was made, with what is shown only once.</summary>
public sealed record DemoSet(IReadOnlyList<CreatedApplication> Applications, IReadOnlyList<DemoUser> Users, DemoAccount Machine);

public sealed record DemoUser(Guid Id, string Username, string Email, string Password)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Username;
}
