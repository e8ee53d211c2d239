using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserImports;

/// <summary>Uploaded files in the database, where every server finds them and a restart loses nothing; in pieces, each under the master key.</summary>
public sealed class UploadKeeper(IDbContextFactory<IdentitySourceDb> contexts, MasterKey master)
{
    /// <summary>Within the context's transaction.</summary>
    /// <param name="largest">In bytes.</param>
    /// <returns>How many bytes there were; null when there are more than <paramref name="largest"/>.</returns>
    internal async Task<long?> WriteAsync(IdentitySourceDb db, Guid importId, Stream content, long largest, CancellationToken cancel)
    {
        var piece = new byte[UploadedBytes.PieceSize];
        var (size, number) = (0L, 0);
        while (await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel) is var count and > 0)
        {
            size += count;
            if (size > largest)
            {
                return null;
            }

            db.UserImportChunks.Add(new UserImportChunkRow
            {
                PoolId = db.PoolId,
                ImportId = importId,
                Number = number,
                ProtectedContent = master.Protect(Purpose(importId, number), piece.AsSpan(0, count)),
            });
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            number++;
        }

        return size;
    }

    internal Func<int, CancellationToken, Task<byte[]>> Reader(Guid poolId, Guid importId) => async (number, cancel) =>
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var kept = await db.UserImportChunks.AsNoTracking().Where(row => row.ImportId == importId && row.Number == number).Select(row => row.ProtectedContent).SingleAsync(cancel);
        return master.Unprotect(Purpose(importId, number), kept);
    };

    private static string Purpose(Guid importId, int number) => $"user-import/{importId:N}/{number}";
}
