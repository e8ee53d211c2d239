using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.AspNetCore.Identity;

namespace IdentitySource.Management.Users;

/// <summary>Makes hashes of new passwords, in the queue that sign-ins wait in: it is the same work. An import of people has a bound of its own.</summary>
public sealed class PasswordMint(IPasswordHasher<User> hasher, PasswordGate gate)
{
    private static readonly User Anybody = new();

    internal static Fault Busy { get; } = new("password", "passwords_busy", "More passwords are waiting than can be served in reasonable time. Try again in a moment.");

    /// <returns>Null when the queue is full. Whoever waits here should hold no connection to the database.</returns>
    internal async Task<string?> HashAsync(string password, CancellationToken cancel)
    {
        using var permit = await gate.EnterAsync(cancel);
        return permit.IsAcquired ? hasher.HashPassword(Anybody, password) : null;
    }
}
