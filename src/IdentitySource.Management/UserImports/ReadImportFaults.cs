using System.Runtime.CompilerServices;
using System.Text.Json;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserImports;

/// <summary>The lines of an import that became nobody, in the order of the file.</summary>
public sealed class ReadImportFaults(IDbContextFactory<IdentitySourceDb> contexts)
{
    private const int Page = 500;

    /// <summary>Page by page, so that the whole of them is never in memory and no connection waits for a slow reader.</summary>
    public async IAsyncEnumerable<FailedLine> RunAsync(Guid poolId, Guid importId, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (long? after = 0; after is { } last;)
        {
            var page = await PageAsync(poolId, importId, last, Page, cancel);
            foreach (var line in page)
            {
                yield return line;
            }

            after = page.Count < Page ? null : page[^1].Number;
        }
    }

    public async Task<IReadOnlyList<FailedLine>> PageAsync(Guid poolId, Guid importId, long after, int size, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var rows = await db.UserImportFaults.AsNoTracking().Where(row => row.ImportId == importId && row.Number > after).OrderBy(row => row.Number).Take(size).ToListAsync(cancel);
        return [.. rows.Select(row => new FailedLine(
            row.Number, row.Line, JsonSerializer.Deserialize<List<Fault>>(row.Faults)!, row.Given is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Given)!))];
    }
}

/// <param name="Number">Of the record in the file.</param>
/// <param name="Line">At which it begins in the file.</param>
/// <param name="Given">What it said, without password and hash.</param>
public sealed record FailedLine(long Number, long Line, IReadOnlyList<Fault> Faults, IReadOnlyDictionary<string, string> Given);
