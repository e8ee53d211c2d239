using Microsoft.EntityFrameworkCore.Storage;

namespace IdentitySource.Storage.Tests;

/// <summary>Somebody else's transaction, with whatever it has locked.</summary>
public sealed class HeldTransaction(IdentitySourceDb db, IDbContextTransaction transaction) : IAsyncDisposable
{
    public Task CommitAsync() => transaction.CommitAsync();

    public Task RollbackAsync() => transaction.RollbackAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await db.DisposeAsync();
    }
}
