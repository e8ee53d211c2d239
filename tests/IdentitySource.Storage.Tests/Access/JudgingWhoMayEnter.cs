using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Access;

/// <summary>Ann, the role and the group that she is in: which entries let her into an application, and which keep her out.</summary>
public abstract class JudgingWhoMayEnter<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    /// <param name="entries">Subject and verdict: + lets in, - keeps out; a ! behind it: disabled.</param>
    [StoreTheory]
    [InlineData("", true, true)]
    [InlineData("", false, false)]
    [InlineData("user-", true, false)]
    [InlineData("user+", false, true)]
    [InlineData("role-", true, false)]
    [InlineData("role+", false, true)]
    [InlineData("group-", true, false)]
    [InlineData("group+", false, true)]
    [InlineData("role+ group+", false, true)]
    [InlineData("user+ group-", true, false)]
    [InlineData("user- role+ group+", false, false)]
    [InlineData("bob- other-role- other-group-", true, true)]
    [InlineData("bob+ other-role+ other-group+", false, false)]
    [InlineData("bob- user+", false, true)]
    [InlineData("user-!", true, true)]
    [InlineData("user+!", false, false)]
    [InlineData("user-! group+", false, true)]
    public async Task A_denial_wins_over_what_lets_in_and_both_over_the_default(string entries, bool byDefault, bool expected)
    {
        var at = await ground.SeedAsync();
        var subjects = await SubjectsAsync(at);
        await ground.InAsync(at.PoolId, db => db.Applications.ExecuteUpdateAsync(set => set.SetProperty(row => row.AccessByDefault, byDefault)));
        foreach (var entry in entries.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = entry.TrimEnd('!', '+', '-');
            await AddAsync(at, subjects[name], allow: entry.Contains('+', StringComparison.Ordinal), enabled: !entry.EndsWith('!'));
        }

        Assert.Equal(expected, await MayEnterAsync(at, at.ApplicationId));
        Assert.Equal(byDefault, await MayEnterAsync(at, at.OtherApplicationId));
    }

    [StoreFact, Attack("XT-22")]
    public async Task An_entry_of_another_pool_means_nothing()
    {
        var (here, there) = (await ground.SeedAsync(), await ground.SeedAsync());
        var twin = await ground.InAsync(here.PoolId, db => db.Applications.AsNoTracking().SingleAsync(row => row.Id == here.ApplicationId));
        (twin.PoolId, twin.Address) = (there.PoolId, $"twin-{there.PoolId:N}");
        await SaveAsync(there, twin);
        await AddAsync(there with { ApplicationId = here.ApplicationId }, here.Subject.Id, allow: false, enabled: true);

        Assert.True(await MayEnterAsync(here, here.ApplicationId));
    }

    private async Task<Dictionary<string, Guid>> SubjectsAsync(Seeded at)
    {
        var ids = new[] { "role", "group", "other-role", "other-group", "bob" }.ToDictionary(name => name, _ => Guid.NewGuid());
        await SaveAsync(at, [.. new[] { "role", "other-role" }.Select(name => new Role { PoolId = at.PoolId, Id = ids[name], Name = name, NormalizedName = name })]);
        await SaveAsync(at, [.. new[] { "group", "other-group" }.Select(name => new Group { PoolId = at.PoolId, Id = ids[name], Code = name, Name = name, CreatedAt = at.Now })]);
        await SaveAsync(at, new UserRole { PoolId = at.PoolId, UserId = at.Subject.Id, RoleId = ids["role"] });
        await SaveAsync(at, new GroupMember { PoolId = at.PoolId, UserId = at.Subject.Id, GroupId = ids["group"] });
        ids["user"] = at.Subject.Id;
        return ids;
    }

    private Task<int> AddAsync(Seeded at, Guid subject, bool allow, bool enabled) => SaveAsync(at, new AccessEntryRow
    {
        PoolId = at.PoolId,
        Id = Guid.CreateVersion7(at.Now),
        ApplicationId = at.ApplicationId,
        SubjectKind = SubjectKind.User,
        SubjectId = subject,
        Allow = allow,
        Enabled = enabled,
        CreatedAt = at.Now,
    });

    private Task<int> SaveAsync(Seeded at, params object[] rows) => ground.InAsync(at.PoolId, db =>
    {
        db.AddRange(rows);
        return db.SaveChangesAsync();
    });

    private async Task<bool> MayEnterAsync(Seeded at, Guid applicationId) =>
        (await ground.Presences.FindAsync(at.PoolId, at.SessionHash, applicationId, at.Now, default))!.MayEnter;
}

public class JudgingWhoMayEnterOnPostgreSql(PostgresGround ground) : JudgingWhoMayEnter<PostgresGround>(ground);

[NeedsSqlServer]
public class JudgingWhoMayEnterOnSqlServer(SqlServerGround ground) : JudgingWhoMayEnter<SqlServerGround>(ground);
