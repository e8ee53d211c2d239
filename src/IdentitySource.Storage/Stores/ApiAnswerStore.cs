using System.Security.Cryptography;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Answers that may be asked for again. Of two requests with one name the key of the table lets one through. An answer may hold a
/// secret that is shown once, so it is kept under Data Protection: whoever reads the table reads nothing.
/// </summary>
public sealed class ApiAnswerStore(IDbContextFactory<IdentitySourceDb> contexts, IDataProtectionProvider protection, IDatabaseFaults faults, TimeProvider clock)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public async Task<ApiAnswerState> BeginAsync(ApiRequestName name, byte[] request, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.ForPoolAsync(name.PoolId, cancel);
        if (await FindAsync(db, name, cancel) is { } known)
        {
            if (known.ExpiresAt > now)
            {
                return StateOf(known, request, name);
            }

            db.Remove(known);
            await SaveAsync(db, cancel);
        }

        db.Add(new ApiAnswerRow { PoolId = name.PoolId, ApiKeyId = name.ApiKeyId, NameHash = name.Hash, RequestHash = request, ExpiresAt = now + Kept });
        if (await SaveAsync(db, cancel))
        {
            return new ApiAnswerState.First();
        }

        await using var fresh = await contexts.ForPoolAsync(name.PoolId, cancel);
        return await FindAsync(fresh, name, cancel) is { } winner ? StateOf(winner, request, name) : new ApiAnswerState.Running();
    }

    public async Task KeepAsync(ApiRequestName name, byte[] answer, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(name.PoolId, cancel);
        if (await FindAsync(db, name, cancel) is { } row)
        {
            row.Answer = Protector(name).Protect(answer);
            await SaveAsync(db, cancel);
        }
    }

    public async Task ForgetAsync(ApiRequestName name, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(name.PoolId, cancel);
        if (await FindAsync(db, name, cancel) is { } row)
        {
            db.Remove(row);
            await SaveAsync(db, cancel);
        }
    }

    private ApiAnswerState StateOf(ApiAnswerRow row, byte[] request, ApiRequestName name) =>
        !CryptographicOperations.FixedTimeEquals(row.RequestHash, request) ? new ApiAnswerState.Other()
        : row.Answer is { } answer ? new ApiAnswerState.Known(Protector(name).Unprotect(answer))
        : new ApiAnswerState.Running();

    /// <summary>Bound to its row: an answer that was moved to another key's row is not readable there.</summary>
    private IDataProtector Protector(ApiRequestName name) =>
        protection.CreateProtector("api-answers", name.PoolId.ToString("N"), name.ApiKeyId.ToString("N"), Convert.ToHexStringLower(name.Hash));

    private static ValueTask<ApiAnswerRow?> FindAsync(IdentitySourceDb db, ApiRequestName name, CancellationToken cancel) =>
        db.ApiAnswers.FindAsync([name.PoolId, name.ApiKeyId, name.Hash], cancel);

    /// <summary>False when somebody else was quicker, or the API key was revoked meanwhile and its rows with it.</summary>
    private async Task<bool> SaveAsync(IdentitySourceDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException lost) when (lost is DbUpdateConcurrencyException || !faults.IsOutage(lost))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}

/// <param name="Hash">Of what the client calls the request.</param>
public sealed record ApiRequestName(Guid PoolId, Guid ApiKeyId, byte[] Hash);

public abstract record ApiAnswerState
{
    public sealed record First : ApiAnswerState;

    /// <summary>Not answered yet, or nobody knows how it ended.</summary>
    public sealed record Running : ApiAnswerState;

    /// <summary>The name was used for another request.</summary>
    public sealed record Other : ApiAnswerState;

    public sealed record Known(byte[] Answer) : ApiAnswerState;
}
