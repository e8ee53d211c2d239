using System.Text;
using IdentitySource.Management.UserImports;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Management.Tests.UserImports;

public class SurvivingARestart(ImportDeployment deployment) : ImportWork(deployment)
{
    [Theory]
    [InlineData("csv")]
    [InlineData("lines")]
    [InlineData("array")]
    public async Task Whoever_goes_on_after_a_kill_leaves_nobody_out_and_adds_nobody_twice(string form)
    {
        var claimed = await CreateAsync(File(form));
        for (var kills = 0; kills < 4; kills++)
        {
            // The process ends right after a batch was committed.
            await Assert.ThrowsAsync<Killed>(() => Deployment.Get<RunUserImport>().RunAsync(claimed, new Killer(), default));
            Assert.Null(await Deployment.Get<ImportLease>().ClaimAsync(Guid.NewGuid(), default));
            Deployment.Clock.Advance(TimeSpan.FromMinutes(2));
            claimed = (await Deployment.Get<ImportLease>().ClaimAsync(Guid.NewGuid(), default))!;
        }

        await Deployment.Get<RunUserImport>().RunAsync(claimed, null, default);
        var import = await FindAsync(claimed);
        Assert.Equal((UserImportState.Done, 24L, 1L), (import.State, import.Added, import.Failed));
        Assert.Equal(24, await PeopleAsync(form + ".restart.test"));
        Assert.Equal("email_malformed", Assert.Single(await FaultsAsync(import)).Reason);
    }

    [Fact]
    public async Task Who_comes_back_after_another_took_over_writes_nothing()
    {
        var late = await CreateAsync(File("late"));
        Deployment.Clock.Advance(TimeSpan.FromMinutes(2));
        var node = await Deployment.StartNodeAsync();
        var claimed = (await node.GetRequiredService<ImportLease>().ClaimAsync(Guid.NewGuid(), default))!;

        Assert.Null(await Deployment.Get<RunUserImport>().RunAsync(late, null, default));
        Assert.Equal(0, await PeopleAsync("late.restart.test"));
        Assert.Equal(UserImportState.Done, await node.GetRequiredService<RunUserImport>().RunAsync(claimed, null, default));
        Assert.Equal(24, await PeopleAsync("late.restart.test"));
    }

    [Fact]
    public async Task Of_two_servers_one_gets_it()
    {
        using MemoryStream stream = new(File("two"));
        var id = (await Deployment.Get<CreateUserImport>().RunAsync(Actor.CommandLine, new NewUserImport(Deployment.PoolId, "x", stream, false), null, default)).Value;
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Deployment.Get<ImportLease>().ClaimAsync(Guid.NewGuid(), default))));
        var claimed = Assert.Single(claims, claim => claim is not null)!;
        Assert.Equal(id, claimed.Id);
        await Deployment.Get<RunUserImport>().RunAsync(claimed, null, default);
        Assert.Equal(24, await PeopleAsync("two.restart.test"));
    }

    [Fact]
    public async Task A_cancelled_one_stops_after_the_batch_and_its_file_is_gone()
    {
        var claimed = await CreateAsync(File("cancel"));
        await Assert.ThrowsAsync<Killed>(() => Deployment.Get<RunUserImport>().RunAsync(claimed, new Killer(), default));
        Assert.Empty((await Deployment.Get<CancelUserImport>().RunAsync(Actor.CommandLine, claimed.PoolId, claimed.Id, default)).Faults);
        Assert.Equal(UserImportState.Cancelled, await Deployment.Get<RunUserImport>().RunAsync(claimed, null, default));
        Assert.Equal(3, await PeopleAsync("cancel.restart.test"));
        await using var db = await Deployment.DatabaseAsync();
        Assert.Equal(0, await db.UserImportChunks.CountAsync(row => row.ImportId == claimed.Id));
        Assert.Equal("import_over", (await Deployment.Get<CancelUserImport>().RunAsync(Actor.CommandLine, claimed.PoolId, claimed.Id, default)).Faults[0].Reason);
    }

    [Fact]
    public async Task No_more_wait_than_are_allowed()
    {
        List<ClaimedImport> waiting = [];
        for (var number = 0; number < 5; number++)
        {
            waiting.Add(await CreateAsync(File("wait")));
        }

        using MemoryStream stream = new(File("wait"));
        Assert.Equal("imports_too_many", (await Deployment.Get<CreateUserImport>().RunAsync(Actor.CommandLine, new NewUserImport(Deployment.PoolId, "x", stream, false), null, default)).Faults[0].Reason);
        foreach (var each in waiting)
        {
            await Deployment.Get<CancelUserImport>().RunAsync(Actor.CommandLine, each.PoolId, each.Id, default);
            await Deployment.Get<RunUserImport>().RunAsync(each, null, default);
        }
    }

    [Fact, Attack("DB-01")]
    public async Task Two_imports_of_the_same_people_at_once_add_them_once()
    {
        var claims = new[] { await CreateAsync(File("race")), await CreateAsync(File("race")) };
        await Task.WhenAll(claims.Select(claim => Task.Run(() => Deployment.Get<RunUserImport>().RunAsync(claim, null, default))));
        var imports = await Task.WhenAll(claims.Select(FindAsync));
        Assert.Equal(24, await PeopleAsync("race.restart.test"));
        Assert.Equal((24L, 26L), (imports.Sum(import => import.Added), imports.Sum(import => import.Failed)));
    }

    /// <summary>Twenty-four people, and in between one who is none.</summary>
    private static byte[] File(string form)
    {
        var emails = Enumerable.Range(0, 25).Select(number => number == 13 ? "nobody" : $"p{number}@{form}.restart.test");
        return Encoding.UTF8.GetBytes(form switch
        {
            "lines" => string.Join('\n', emails.Select(email => $"{{\"email\":\"{email}\"}}")),
            "array" => $"[{string.Join(",\n", emails.Select(email => $"{{\"email\":\"{email}\"}}"))}]",
            _ => "email\r\n" + string.Join("\r\n", emails),
        });
    }

    private sealed class Killer : IProgress<long>
    {
        public void Report(long value) => throw new Killed();
    }

    private sealed class Killed : Exception;
}
