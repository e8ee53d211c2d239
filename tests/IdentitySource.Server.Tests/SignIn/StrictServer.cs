using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>A server with small budgets of tries, and password hashes that are cheap and counted.</summary>
public sealed class StrictServer : HostedServer
{
    public const int PerAccountAndSource = 3;

    public const int PerAccount = 8;

    public const int PerSource = 30;

    private int peers;

    public CountedHashes Hashes { get; } = new();

    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["IdentitySource:SignInLimits:PerAccountAndSource"] = $"{PerAccountAndSource}",
        ["IdentitySource:SignInLimits:PerAccount"] = $"{PerAccount}",
        ["IdentitySource:SignInLimits:PerSource"] = $"{PerSource}",
    };

    protected override void AddServices(IServiceCollection services) => services.AddSingleton<IPasswordHasher<User>>(Hashes);

    /// <summary>A browser in a network that nobody was seen in before.</summary>
    public Browser Stranger() => At($"10.{Interlocked.Increment(ref peers)}.0.7");

    public Browser At(string peer)
    {
        var browser = Browser();
        browser.Headers[Doorkeeper.PeerHeader] = peer;
        return browser;
    }
}

public sealed class CountedHashes : IPasswordHasher<User>
{
    private readonly PasswordHasher<User> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 100 }));
    private int count;

    /// <summary>Hash computations so far.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Runs once, while the next password is looked at.</summary>
    public Action? Meanwhile { get; set; }

    public string HashPassword(User user, string password) => hasher.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref count);
        var meanwhile = Meanwhile;
        Meanwhile = null;
        meanwhile?.Invoke();
        return hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
