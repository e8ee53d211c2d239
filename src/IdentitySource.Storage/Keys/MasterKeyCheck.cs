using System.Security.Cryptography;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Keys;

/// <summary>Whether a master key is this database's own, asked once at the start.</summary>
public static class MasterKeyCheck
{
    /// <summary>The first key that comes is remembered; every later one has to be the same.</summary>
    /// <exception cref="MasterKeyException">This is another key: what lies in the database cannot be read with it.</exception>
    public static async Task EnsureAsync(IdentitySourceDb db, MasterKey key, DateTimeOffset now, CancellationToken cancel)
    {
        var mine = Mark(key);
        Compare(await FindAsync(db, cancel) ?? await RememberAsync(db, mine, now, cancel), key);
    }

    /// <param name="known">What the database remembers.</param>
    /// <exception cref="MasterKeyException">Of another key.</exception>
    public static void Compare(byte[] known, MasterKey key)
    {
        if (!CryptographicOperations.FixedTimeEquals(known, Mark(key)))
        {
            throw new MasterKeyException(
                "The master key is not the one that this database was set up with, so its keys and secrets cannot be read. "
                + "Put back the master.key file of its data folder, or give the right key as IdentitySource__MasterKey.");
        }
    }

    /// <summary>Whether the database still belongs to this key: it may have been put back from another deployment's backup.</summary>
    public static async Task<bool> IsOwnAsync(IdentitySourceDb db, MasterKey key, CancellationToken cancel) =>
        await FindAsync(db, cancel) is { } known && CryptographicOperations.FixedTimeEquals(known, Mark(key));

    /// <summary>Null in a database that was not set up yet.</summary>
    internal static Task<byte[]?> FindAsync(IdentitySourceDb db, CancellationToken cancel) =>
        db.Deployment.AsNoTracking().Select(row => row.MasterKeyCheck).SingleOrDefaultAsync(cancel);

    private static byte[] Mark(MasterKey key) => key.Derive("deployment-check");

    private static async Task<byte[]> RememberAsync(IdentitySourceDb db, byte[] mine, DateTimeOffset now, CancellationToken cancel)
    {
        var row = db.Deployment.Add(new DeploymentRow { MasterKeyCheck = mine, CreatedAt = now });
        try
        {
            await db.SaveChangesAsync(cancel);
            return mine;
        }
        catch (DbUpdateException)
        {
            // Another server started at the same moment and was first; what it wrote counts.
            row.State = EntityState.Detached;
            if (await FindAsync(db, cancel) is { } theirs)
            {
                return theirs;
            }

            throw;
        }
    }
}
