using System.Security.Cryptography;
using System.Text;
using IdentitySource.Server.Endpoints;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.SignIn;

/// <summary>
/// Counts tries before the password is looked at, so parallel guesses cannot outrun the counter, and takes back those that
/// succeeded. A stranger spends the budget of the stranger's own network: the person, elsewhere or at a known browser, is not
/// locked out.
/// </summary>
public sealed class SignInThrottle(AttemptCounter attempts, KnownDevices devices, SignInLimits limits, TimeProvider clock)
{
    public TimeSpan Window => limits.Window;

    /// <param name="identifier">As typed; unknown ones are counted like known ones.</param>
    /// <param name="userId">The account it names, if any.</param>
    public async Task<Admission> AdmitAsync(Visitor visitor, Guid poolId, string identifier, Guid? userId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var source = visitor.Application?.ToString("N") ?? visitor.Source;
        // One person has several names, and a telephone number many spellings; they share one budget.
        var account = userId?.ToString("N") ?? Normalize(identifier);
        var device = userId is { } id && visitor.Browser is { } http ? devices.Find(http, poolId, id) : null;
        byte[]? network = visitor.Application is null ? Key("source", source, "") : null;
        var own = Key(device is not null ? "device" : network is null ? "application" : "pair", account, device ?? source);
        var all = Key("account", account, "");

        // A try that is not looked at counts no further: one network must not use up what the account has elsewhere, and a
        // known browser is not held up by its neighbours.
        if (network is not null && await CountAsync(network) > limits.PerSource && device is null)
        {
            return new Admission(SourceSpent: true, AccountSpent: false, own, [network]);
        }

        var spent = await CountAsync(own) > limits.PerAccountAndSource || (await CountAsync(all) > limits.PerAccount && device is null);
        return new Admission(SourceSpent: false, AccountSpent: spent, own, network is null ? [all] : [network, all]);

        Task<int> CountAsync(byte[] key) => attempts.AddAsync(poolId, key, limits.Window, now, cancel);
    }

    /// <summary>The right password: this browser or network starts afresh for this account; other counters only lose this try.</summary>
    public async Task SucceededAsync(Guid poolId, Admission admission, CancellationToken cancel)
    {
        await attempts.ClearAsync(poolId, admission.OwnKey, cancel);
        foreach (var key in admission.SharedKeys)
        {
            await attempts.TakeBackAsync(poolId, key, cancel);
        }
    }

    /// <summary>The try was admitted and then not served: every counter loses it.</summary>
    public async Task NotLookedAtAsync(Guid poolId, Admission admission, CancellationToken cancel)
    {
        foreach (var key in admission.SharedKeys.Append(admission.OwnKey))
        {
            await attempts.TakeBackAsync(poolId, key, cancel);
        }
    }

    private static string Normalize(string identifier) => identifier.Trim().Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    private static byte[] Key(string kind, string first, string second) => SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{first}\n{second}"));
}

/// <param name="SourceSpent">The network has failed too often: it is told to wait.</param>
/// <param name="AccountSpent">The account has: the answer is the one for a wrong password, whatever was typed.</param>
public sealed record Admission(bool SourceSpent, bool AccountSpent, byte[] OwnKey, IReadOnlyList<byte[]> SharedKeys);
