using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Seeding;

/// <summary>
/// Fills a database with as much as a large deployment has, to be measured. Nothing here is fit to be used: the pools share one set of
/// keys and the people one password.
/// </summary>
public sealed class SeedDatabase(IDbContextFactory<IdentitySourceDb> contexts, SeedRows make, IBulkRows rows, IPasswordHasher<User> hasher, AuditTrail audit)
{
    private const int Batch = 10_000;

    /// <summary>In each group and role, as far as there are people.</summary>
    private const int Members = 500;

    /// <param name="progress">Told what has been written.</param>
    public async Task<Outcome<SeedPlan>> RunAsync(Actor actor, SeedPlan plan, IProgress<string> progress, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var poolId = db.PoolId = await db.UserPools.Where(pool => pool.Slug == UserPool.DefaultSlug).Select(pool => pool.Id).SingleAsync(cancel);
        if (!plan.OntoOthers && (await db.Users.AnyAsync(cancel) || await db.Applications.AnyAsync(cancel) || await db.UserPools.CountAsync(cancel) > 2))
        {
            return new Fault("database", "database_in_use", "This database holds users, applications or user pools already.");
        }

        await PoolsAsync(db, plan.Pools, cancel);
        progress.Report($"{plan.Pools} user pools");
        var applications = Enumerable.Range(0, plan.Applications).Select(number => make.Application(poolId, number)).ToList();
        await rows.AddAsync(db, applications, cancel);
        await rows.AddAsync(db, [.. applications.SelectMany(make.ApplicationKeys)], cancel);
        progress.Report($"{plan.Applications} applications");
        var some = await UsersAsync(db, plan, progress, cancel);
        await MembershipAsync(db, plan, some, cancel);
        progress.Report($"{plan.Groups} groups, {plan.Roles} roles");
        await EventsAsync(db, plan, some, cancel);
        progress.Report($"{plan.Events} events");
        audit.Add(db, actor, "database_seeded");
        await db.SaveChangesAsync(cancel);
        return plan;
    }

    private async Task PoolsAsync(IdentitySourceDb db, int count, CancellationToken cancel)
    {
        var pools = Enumerable.Range(0, count).Select(make.Pool).ToList();
        if (pools.Count > 0)
        {
            var keys = make.PoolKeys(pools[0].Id);
            await rows.AddAsync(db, pools, cancel);
            await rows.AddAsync(db, [.. pools.SelectMany(pool => keys.Select(key => SeedRows.Copy(key, pool.Id)))], cancel);
        }
    }

    /// <returns>The first of them.</returns>
    private async Task<IReadOnlyList<Guid>> UsersAsync(IdentitySourceDb db, SeedPlan plan, IProgress<string> progress, CancellationToken cancel)
    {
        var hash = plan.Password is { } password ? hasher.HashPassword(new User(), password) : null;
        IReadOnlyList<Guid> first = [];
        for (var written = 0; written < plan.Users; written += Batch)
        {
            var users = Enumerable.Range(written, Math.Min(Batch, plan.Users - written)).Select(number => make.User(db.PoolId, number, plan.Users, hash)).ToList();
            await rows.AddAsync(db, users, cancel);
            first = first.Count == 0 ? [.. users.Select(user => user.Id)] : first;
            if ((written / Batch) % 10 == 9)
            {
                progress.Report($"{written + users.Count} users");
            }
        }

        return first;
    }

    private async Task MembershipAsync(IdentitySourceDb db, SeedPlan plan, IReadOnlyList<Guid> people, CancellationToken cancel)
    {
        var groups = Enumerable.Range(0, plan.Groups).Select(number => make.Group(db.PoolId, number)).ToList();
        var roles = Enumerable.Range(0, plan.Roles).Select(number => make.Role(db.PoolId, number)).ToList();
        await rows.AddAsync(db, groups, cancel);
        await rows.AddAsync(db, roles, cancel);
        await rows.AddAsync(db, [.. groups.SelectMany(group => people.Take(Members).Select(person => new GroupMember { PoolId = db.PoolId, UserId = person, GroupId = group.Id }))], cancel);
        await rows.AddAsync(db, [.. roles.SelectMany(role => people.Take(Members).Select(person => new UserRole { PoolId = db.PoolId, UserId = person, RoleId = role.Id }))], cancel);
    }

    private async Task EventsAsync(IdentitySourceDb db, SeedPlan plan, IReadOnlyList<Guid> people, CancellationToken cancel)
    {
        for (var written = 0; written < plan.Events; written += Batch)
        {
            var events = Enumerable.Range(written, Math.Min(Batch, plan.Events - written))
                .Select(number => make.Event(db.PoolId, number, plan.Events, people.Count == 0 ? null : people[number % people.Count]));
            await rows.AddAsync(db, [.. events], cancel);
        }
    }
}
