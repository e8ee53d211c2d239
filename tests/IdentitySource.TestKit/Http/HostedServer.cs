using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Management.UserPools;
using IdentitySource.Management.Users;
using IdentitySource.Protocol.Applications;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentitySource.TestKit.Http;

/// <summary>
/// The real server on a database of its own: a fixture for one test class. Its clock is a <see cref="FakeClock"/>, its public
/// origin <c>https://idp.test</c>, and everything is reached over HTTP.
/// </summary>
public class HostedServer : IAsyncLifetime
{
    public static readonly Uri Origin = new("https://idp.test");

    public const string MasterKey = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private readonly RecycledKeys keys = new();
    private WebApplicationFactory<Program>? factory;
    private int names;
    private RelyingParty? notes;
    private Person? ann;

    /// <summary>Years ahead: the browser of the tests drops cookies by the real clock, and none of ours may be over.</summary>
    public FakeClock Clock { get; } = new(new DateTimeOffset(2036, 3, 3, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Everything the server logged, for tests that look for what must not be there.</summary>
    public CapturedLog Log { get; } = new();

    public string ConnectionString { get; private set; } = "";

    public IServiceProvider Services => Factory.Services;

    public Guid PoolId { get; private set; }

    /// <summary>Whether it listens at a port of this machine, for what the listener answers before any of our code is asked.</summary>
    protected virtual bool Listens => false;

    /// <summary>Where it listens, if it does.</summary>
    public Uri ListeningAt => Factory.ClientOptions.BaseAddress;

    /// <summary>Other settings than the usual ones, <c>IdentitySource:…</c>.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>();

    /// <summary>Replaces or adds services, after the server's own.</summary>
    protected virtual void AddServices(IServiceCollection services)
    {
    }

    private WebApplicationFactory<Program> Factory => factory ?? throw new InvalidOperationException("The server has not been started.");

    public async Task InitializeAsync()
    {
        ConnectionString = await CloneAsync();
        Start();
        PoolId = await PoolAsync("default");
    }

    /// <summary>Another process on the same database; browsers and applications from before lead nowhere.</summary>
    public async Task RestartAsync()
    {
        await Factory.DisposeAsync();
        notes = null;
        Start();
    }

    /// <summary>A database as a first start leaves it.</summary>
    public static Task<string> CloneAsync() => TestCluster.CloneAsync("first start", PrepareAsync);

    public async Task DisposeAsync()
    {
        if (factory is not null)
        {
            await factory.DisposeAsync();
        }

        await TestCluster.DropDatabaseAsync(ConnectionString);
    }

    /// <summary>No cookies, no redirects: what a program sees.</summary>
    public HttpClient Client() => Factory.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = Origin, AllowAutoRedirect = false, HandleCookies = false });

    public Browser Browser() => new(Client(), new Uri(Services.GetRequiredService<AddressPlan>().PublicOrigin));

    public async Task<Guid> PoolAsync(string slug) =>
        (await Services.GetRequiredService<FindPool>().RunAsync(slug, default)).Value;

    /// <summary>The one application of tests that need no other.</summary>
    public async Task<RelyingParty> NotesAsync() => notes ??= await ApplicationAsync();

    /// <summary>The one person of tests that change nobody.</summary>
    public async Task<Person> AnnAsync() => ann ??= await PersonAsync();

    /// <summary>An application of the default pool, at its own address; <paramref name="shape"/> changes what is usual.</summary>
    public async Task<RelyingParty> ApplicationAsync(Func<Management.Applications.NewApplication, Management.Applications.NewApplication>? shape = null, bool shared = false)
    {
        Management.Applications.NewApplication input = new()
        {
            PoolId = PoolId,
            Name = "Network Notes",
            Address = $"notes-{Interlocked.Increment(ref names)}",
            RedirectUris = ["https://rp.acme.test/cb"],
            PostLogoutRedirectUris = ["https://rp.acme.test/bye"],
            Policy = new ApplicationPolicy { ShowConsent = false },
        };
        input = shape?.Invoke(input) ?? input;
        var outcome = await Services.GetRequiredService<CreateApplication>().RunAsync(Actor.CommandLine, input, default);
        Assert.Empty(outcome.Faults.Select(fault => fault.Reason));
        var made = outcome.Value!;
        var plan = Services.GetRequiredService<AddressPlan>();
        var issuer = AddressPlan.Issuer(shared ? plan.PublicOrigin : plan.ApplicationAddress(made.Address));
        var method = input.TokenAuthentication ?? (input.Type is ApplicationType.Spa or ApplicationType.Native ? "none" : "client_secret_post");
        return new RelyingParty(Client(), new RelyingPartyKeys(issuer, made.ClientId, made.Secret, method, input.RedirectUris is [var first, ..] ? first : ""));
    }

    public async Task<Person> PersonAsync(string name = "ann", Guid? poolId = null)
    {
        var number = Interlocked.Increment(ref names);
        Person person = new($"{name}-{number}@acme.test", $"{name}-{number}", "correct horse 42 staple");
        NewUser input = new()
        {
            PoolId = poolId ?? PoolId,
            Email = person.Email,
            EmailVerified = true,
            Username = person.Username,
            Password = person.Password,
            Name = "Ann Example",
            GivenName = "Ann",
            FamilyName = "Example",
        };
        var outcome = await Services.GetRequiredService<AddUser>().RunAsync(Actor.CommandLine, input, default);
        Assert.Empty(outcome.Faults.Select(fault => fault.Reason));
        return person with { Id = outcome.Value };
    }

    /// <summary>A database context of the pool, to look at rows or to change what no operation changes yet.</summary>
    public async Task<IdentitySourceDb> DatabaseAsync(Guid? poolId = null) =>
        await Services.GetRequiredService<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(poolId ?? PoolId, default);

    private void Start()
    {
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(Configure);
        if (Listens)
        {
            factory.UseKestrel(0);
            factory.StartServer();
        }
    }

    private static void Configure(IWebHostBuilder host, string connectionString)
    {
        host.UseEnvironment("Production");
        host.UseSetting("ConnectionStrings:Default", connectionString);
        host.UseSetting("IdentitySource:PublicOrigin", Origin.GetLeftPart(UriPartial.Authority));
        host.UseSetting("IdentitySource:MasterKey", MasterKey);
    }

    private void Configure(IWebHostBuilder host)
    {
        Configure(host, ConnectionString);
        foreach (var (name, value) in Settings)
        {
            host.UseSetting(name, value);
        }

        host.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddSingleton<SigningKeyMaker>(keys.Make);
            services.TellTheDatabaseTheTime(Clock);
            services.AddSingleton<ILoggerProvider>(Log);
            services.AddSingleton<IStartupFilter, Doorkeeper>();
            AddServices(services);
        });
    }

    /// <summary>The template: migrated, and with the pools and keys that a first start makes, which is slow work.</summary>
    private static async Task PrepareAsync(string connectionString)
    {
        await using var first = new WebApplicationFactory<Program>().WithWebHostBuilder(host => Configure(host, connectionString));
        first.Services.GetRequiredService<FindPool>();
    }
}

public sealed record Person(string Email, string Username, string Password)
{
    public Guid Id { get; init; }
}
