using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage;

/// <summary>What a database remembers of the deployment that it was set up for; asked before anything in it is changed, by any age of its schema.</summary>
public sealed class DeploymentMemory(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <summary>What it is kept in. A first start that was interrupted may have left steps behind that made no table.</summary>
    internal static IReadOnlyList<Type> Rows { get; } = [typeof(ChangeRow), typeof(DeploymentRow)];

    /// <summary>The mark of its master key; null when it was not set up yet.</summary>
    public async Task<byte[]?> FindMasterKeyAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await MasterKeyCheck.FindAsync(db, cancel);
    }

    /// <summary>The youngest time that is written there and cheap to find: a start must not read whole tables.</summary>
    public async Task<DateTimeOffset?> FindNewestAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var changed = await db.Changes.MaxAsync(row => (DateTimeOffset?)row.At, cancel);
        var made = await db.Deployment.MaxAsync(row => (DateTimeOffset?)row.CreatedAt, cancel);
        return changed > made ? changed : made ?? changed;
    }
}
