using System.Text;
using IdentitySource.Browser.Tests.Gallery;
using IdentitySource.Management;
using IdentitySource.Management.UserImports;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>One import that has ended, with lines that failed, and one that never will.</summary>
internal static class SampleImports
{
    public static async Task<(Guid Ended, Guid Running)> AddAsync(ConsoleBrowser console)
    {
        var file = $"email,name,{SamplePages.Hostile.Replace(",", "", StringComparison.Ordinal)}\nfine@import.test,Fine,\nnobody,{new string('x', 300)},\n\"open,,\n";
        var ended = await CreateAsync(console, file);
        await console.Services.GetRequiredService<RunUserImport>().RunAsync(ended, null, default);
        var running = await CreateAsync(console, file);
        await using var db = await console.Services.GetRequiredService<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(console.PoolId, default);
        await db.UserImports.Where(row => row.Id == running.Id).ExecuteUpdateAsync(
            rows => rows.SetProperty(row => row.LeaseUntil, DateTimeOffset.UnixEpoch.AddYears(100)).SetProperty(row => row.Position, row => row.Size / 3));
        return (ended.Id, running.Id);
    }

    private static async Task<ClaimedImport> CreateAsync(ConsoleBrowser console, string file)
    {
        var worker = Guid.NewGuid();
        using MemoryStream content = new(Encoding.UTF8.GetBytes(file));
        NewUserImport input = new(console.PoolId, "people <b>of</b> the company.csv", content, DryRun: false);
        return new ClaimedImport(console.PoolId, (await console.Services.GetRequiredService<CreateUserImport>().RunAsync(Actor.CommandLine, input, worker, default)).Value, worker);
    }
}
