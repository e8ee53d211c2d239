using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using Xunit;

namespace IdentitySource.Storage.Tests.Access;

/// <summary>Ann, the role and the group that she is in: which entries let her into an application, and which keep her out.</summary>
public class JudgingWhoMayEnter(PostgresGround ground) : IClassFixture<PostgresGround>
{
    /// <param name="entries">Subject and verdict: + lets in, - keeps out; a ! behind it: disabled.</param>
    [Theory]
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
        await ground.DoAsync($"UPDATE applications SET access_by_default = {byDefault} WHERE pool_id = '{at.PoolId}'");
        foreach (var entry in entries.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = entry.TrimEnd('!', '+', '-');
            await AddAsync(at, subjects[name], allow: entry.Contains('+', StringComparison.Ordinal), enabled: !entry.EndsWith('!'));
        }

        Assert.Equal(expected, await MayEnterAsync(at, at.ApplicationId));
        Assert.Equal(byDefault, await MayEnterAsync(at, at.OtherApplicationId));
    }

    [Fact, Attack("XT-22")]
    public async Task An_entry_of_another_pool_means_nothing()
    {
        var (here, there) = (await ground.SeedAsync(), await ground.SeedAsync());
        await ground.DoAsync($"""
            INSERT INTO applications SELECT (jsonb_populate_record(mine, jsonb_build_object('pool_id', '{there.PoolId}', 'address', 'twin-{there.PoolId:N}'))).*
            FROM applications mine WHERE pool_id = '{here.PoolId}' AND id = '{here.ApplicationId}'
            """);
        await AddAsync(there with { ApplicationId = here.ApplicationId }, here.Subject.Id, allow: false, enabled: true);

        Assert.True(await MayEnterAsync(here, here.ApplicationId));
    }

    private async Task<Dictionary<string, Guid>> SubjectsAsync(Seeded at)
    {
        var ids = new[] { "role", "group", "other-role", "other-group", "bob" }.ToDictionary(name => name, _ => Guid.NewGuid());
        foreach (var role in new[] { "role", "other-role" })
        {
            await ground.DoAsync($"INSERT INTO roles (pool_id, id, name, normalized_name) VALUES ('{at.PoolId}', '{ids[role]}', '{role}', '{role}')");
        }

        foreach (var group in new[] { "group", "other-group" })
        {
            await ground.DoAsync($"INSERT INTO groups (pool_id, id, code, name, created_at) VALUES ('{at.PoolId}', '{ids[group]}', '{group}', '{group}', now())");
        }

        await ground.DoAsync($"INSERT INTO user_roles (pool_id, user_id, role_id) VALUES ('{at.PoolId}', '{at.Subject.Id}', '{ids["role"]}')");
        await ground.DoAsync($"INSERT INTO group_members (pool_id, user_id, group_id) VALUES ('{at.PoolId}', '{at.Subject.Id}', '{ids["group"]}')");
        ids["user"] = at.Subject.Id;
        return ids;
    }

    private Task<int> AddAsync(Seeded at, Guid subject, bool allow, bool enabled) => ground.DoAsync($"""
        INSERT INTO access_entries (pool_id, id, application_id, subject_kind, subject_id, allow, enabled, created_at)
        VALUES ('{at.PoolId}', '{Guid.NewGuid()}', '{at.ApplicationId}', 'User', '{subject}', {allow}, {enabled}, now())
        """);

    private async Task<bool> MayEnterAsync(Seeded at, Guid applicationId) =>
        (await ground.Presences.FindAsync(at.PoolId, at.SessionHash, applicationId, at.Now, default))!.MayEnter;
}
