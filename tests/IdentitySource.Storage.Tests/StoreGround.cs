using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace IdentitySource.Storage.Tests;

/// <summary>
/// The stores on a database of the test class's own, put together as the server does it. What a test does around them is said in words
/// that every kind of database knows.
/// </summary>
public abstract class StoreGround : IStoreGround, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<ServiceProvider> servers = [];

    public string ConnectionString { get; private set; } = "";

    public FakeClock Clock { get; } = new();

    public ServiceProvider Services => servers[0];

    public IGrantStore Grants => Get<IGrantStore>();

    public IPresence Presences => Get<IPresence>();

    public SessionStore Sessions => Get<SessionStore>();

    /// <summary>A migrated database with nothing in it; null where its kind is not to be had, and every test is skipped.</summary>
    protected abstract Task<string?> CreateDatabaseAsync();

    /// <summary>What a server adds to the connection string: patience, and connections enough for the contenders of a race.</summary>
    protected abstract string Settings { get; }

    protected abstract Task DropDatabaseAsync(string connectionString);

    protected abstract IServiceCollection AddProvider(IServiceCollection services);

    /// <summary>Whether a statement in this database waits for somebody's lock.</summary>
    protected abstract Task<bool> IsSomebodyWaitingAsync();

    /// <summary>Until one does.</summary>
    public Task WaitForALockAsync() => Eventually.IsTrueAsync(Patience, IsSomebodyWaitingAsync);

    public async Task InitializeAsync()
    {
        if (await CreateDatabaseAsync() is { } made)
        {
            ConnectionString = made;
            AddServer();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        if (ConnectionString.Length > 0)
        {
            await DropDatabaseAsync(ConnectionString);
        }
    }

    /// <summary>Another server process on the same database: nothing is shared but the rows.</summary>
    public ServiceProvider AddServer(string? settings = null)
    {
        var server = AddProvider(new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(new DatabaseConnection($"{ConnectionString};{settings ?? Settings}"))
            .AddStorage()).BuildServiceProvider();
        servers.Add(server);
        return server;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>One of the tasks that a server runs beside its requests. It is not started.</summary>
    public T Background<T>(ServiceProvider? server = null)
        where T : IHostedService => (server ?? Services).GetServices<IHostedService>().OfType<T>().Single();

    public async Task<Seeded> SeedAsync()
    {
        var now = Clock.Now;
        Guid pool = Guid.CreateVersion7(now), application = Guid.CreateVersion7(now), other = Guid.CreateVersion7(now), person = Guid.CreateVersion7(now), key = Guid.NewGuid();
        await using var db = await Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(pool, default);
        db.Add(new UserPool { Id = pool, Slug = pool.ToString("N"), Name = "Acme", CreatedAt = now });
        db.Add(NewApplicationRow(pool, application, now));
        db.Add(NewApplicationRow(pool, other, now));
        db.Add(new AccessKeyRow { PoolId = pool, Id = key, ApplicationId = application, SecretHash = new byte[32], CreatedAt = now });
        db.Add(new User
        {
            PoolId = pool,
            Id = person,
            UserName = "ann",
            NormalizedUserName = "ANN",
            Email = "ann@acme.test",
            NormalizedEmail = "ANN@ACME.TEST",
            SecurityStamp = Seeded.Stamp,
            CreatedAt = now,
            UpdatedAt = now,
        });
        await db.SaveChangesAsync();
        var (handle, session) = (await Sessions.StartAsync(new NewSession(new ProvenPerson(pool, person, Seeded.Stamp), "pwd", "192.0.2.1", "test", now), default))!;
        return new Seeded
        {
            PoolId = pool,
            ServerId = application,
            ApplicationId = application,
            OtherApplicationId = other,
            AccessKeyId = key,
            Subject = new Subject { Id = person, Username = "ann", Email = "ann@acme.test", UpdatedAt = now },
            Session = session,
            SessionHash = handle.Hash(),
            SessionEndsAt = now + SessionPolicy.Default.Idle,
        };
    }

    public async Task<byte[]> SignInToAsync(Seeded at, Guid? applicationId)
    {
        NewSession signIn = new(new ProvenPerson(at.PoolId, at.Subject.Id, "stamp"), "pwd", "192.0.2.1", "test", at.Session.AuthenticatedAt) { ApplicationId = applicationId };
        return (await Sessions.StartAsync(signIn, default))!.Handle.Hash();
    }

    public Task LeaveAsync(Seeded at, Guid applicationId) =>
        Sessions.LeaveAsync(new LeftApplication(at.PoolId, at.Subject.Id, applicationId, at.Session.Id), at.Now, default);

    public Task KeepOutAsync(Seeded at, Guid applicationId) => InAsync(at.PoolId, db =>
    {
        db.Add(new AccessEntryRow
        {
            PoolId = at.PoolId,
            Id = Guid.CreateVersion7(),
            ApplicationId = applicationId,
            SubjectKind = SubjectKind.User,
            SubjectId = at.Subject.Id,
            Allow = false,
            Enabled = true,
            CreatedAt = at.Now,
        });
        return db.SaveChangesAsync();
    });

    public Task LetInAsync(Seeded at, Guid applicationId) =>
        InAsync(at.PoolId, db => db.AccessEntries.Where(row => row.ApplicationId == applicationId).ExecuteDeleteAsync());

    public Task BlockSubjectAsync(Seeded at) => InAsync(at.PoolId, db => Person(db, at).ExecuteUpdateAsync(set => set.SetProperty(row => row.Blocked, true)));

    public Task ChangeCredentialsAsync(Seeded at) =>
        InAsync(at.PoolId, db => Person(db, at).ExecuteUpdateAsync(set => set.SetProperty(row => row.SecurityStamp, "another")));

    public Task EndSessionAsync(Seeded at) => Sessions.EndAsync(at.PoolId, at.Session.Id, at.Now, default);

    public async Task AllowAsync(Seeded at, Guid applicationId, ConsentState consent)
    {
        await InAsync(at.PoolId, db => db.Consents.Where(row => row.UserId == at.Subject.Id && row.ApplicationId == applicationId).ExecuteDeleteAsync());
        await Get<ConsentStore>().AllowAsync(at.PoolId, at.Subject.Id, applicationId, consent.Scopes, consent.Claims, consent.GivenAt!.Value, default);
    }

    /// <summary>An operation's transaction around what a store does as a part of it.</summary>
    public async Task WithinAsync(Guid poolId, Func<IdentitySourceDb, Task> part)
    {
        await using var held = await HoldAsync(poolId, part);
        await held.CommitAsync();
    }

    /// <summary>Does something and keeps its locks until the answer is committed or rolled back.</summary>
    public async Task<HeldTransaction> HoldAsync(Guid poolId, Func<IdentitySourceDb, Task> part)
    {
        var db = await Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(poolId, default);
        HeldTransaction held = new(db, await db.Database.BeginTransactionAsync());
        await part(db);
        return held;
    }

    public async Task<T> InAsync<T>(Guid poolId, Func<IdentitySourceDb, Task<T>> act)
    {
        await using var db = await Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(poolId, default);
        return await act(db);
    }

    /// <summary>Rows of one entity in a pool.</summary>
    public Task<int> CountAsync<TRow>(Guid poolId)
        where TRow : class => InAsync(poolId, db => db.Set<TRow>().CountAsync());

    public static IQueryable<User> Person(IdentitySourceDb db, Seeded at) => db.Users.Where(row => row.Id == at.Subject.Id);

    private static ApplicationRow NewApplicationRow(Guid poolId, Guid id, DateTimeOffset now) => new()
    {
        PoolId = poolId,
        Id = id,
        Name = "Notes",
        Address = id.ToString("N"),
        Type = ApplicationType.Web,
        TokenAuthentication = "client_secret_post",
        IntrospectionAuthentication = "client_secret_post",
        RevocationAuthentication = "client_secret_post",
        IdTokenAlgorithm = SigningAlgorithm.RS256,
        AccessTokenAlgorithm = SigningAlgorithm.RS256,
        Policy = new ApplicationPolicy(),
        CreatedAt = now,
        UpdatedAt = now,
    };
}
