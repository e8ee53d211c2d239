using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.PostgreSql;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Postgres;
using IdentitySource.TestKit.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests;

/// <summary>The stores on a database of the test class's own, put together as the server does it.</summary>
public sealed class PostgresGround : IStoreGround, IAsyncLifetime
{
    private readonly List<ServiceProvider> servers = [];
    public string ConnectionString { get; private set; } = "";

    public FakeClock Clock { get; } = new();

    public ServiceProvider Services => servers[0];

    public IGrantStore Grants => Get<IGrantStore>();

    public IPresence Presences => Get<IPresence>();

    public SessionStore Sessions => Get<SessionStore>();

    public async Task InitializeAsync()
    {
        ConnectionString = await MigratedDatabase.CloneAsync();
        AddServer();
    }

    public async Task DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        await TestCluster.DropDatabaseAsync(ConnectionString);
    }

    /// <summary>Another server process on the same database: nothing is shared but the rows.</summary>
    public ServiceProvider AddServer(string settings = "Timeout=60;Maximum Pool Size=25")
    {
        var server = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(new DatabaseConnection($"{ConnectionString};{settings}"))
            .AddStorage()
            .AddPostgreSql()
            .AskSqlServerToo()
            .BuildServiceProvider();
        servers.Add(server);
        return server;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>One of the tasks that a server runs beside its requests. It is not started.</summary>
    public T Background<T>(ServiceProvider? server = null)
        where T : IHostedService => (server ?? Services).GetServices<IHostedService>().OfType<T>().Single();

    /// <summary>With false the database sends everybody away and lets nobody in.</summary>
    public async Task AllowConnectionsAsync(bool allow)
    {
        NpgsqlConnectionStringBuilder elsewhere = new(ConnectionString) { Pooling = false };
        var name = elsewhere.Database;
        elsewhere.Database = "postgres";
        await using var source = NpgsqlDataSource.Create(elsewhere);
        await using var command = source.CreateCommand($"ALTER DATABASE {name} ALLOW_CONNECTIONS {(allow ? "true" : "false")}");
        await command.ExecuteNonQueryAsync();
        if (!allow)
        {
            await using var dismiss = source.CreateCommand($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
            await dismiss.ExecuteNonQueryAsync();
        }
    }

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

    public Task KeepOutAsync(Seeded at, Guid applicationId) => DoAsync($"""
        INSERT INTO access_entries (pool_id, id, application_id, subject_kind, subject_id, allow, enabled, created_at)
        VALUES ('{at.PoolId}', '{Guid.NewGuid()}', '{applicationId}', 'User', '{at.Subject.Id}', false, true, now())
        """);

    public Task LetInAsync(Seeded at, Guid applicationId) =>
        DoAsync($"DELETE FROM access_entries WHERE pool_id = '{at.PoolId}' AND application_id = '{applicationId}'");

    public Task BlockSubjectAsync(Seeded at) => DoAsync($"UPDATE users SET blocked = true WHERE pool_id = '{at.PoolId}' AND id = '{at.Subject.Id}'");

    public Task ChangeCredentialsAsync(Seeded at) => DoAsync($"UPDATE users SET security_stamp = 'another' WHERE pool_id = '{at.PoolId}' AND id = '{at.Subject.Id}'");

    public Task EndSessionAsync(Seeded at) => Sessions.EndAsync(at.PoolId, at.Session.Id, at.Now, default);

    public async Task AllowAsync(Seeded at, Guid applicationId, ConsentState consent)
    {
        await DoAsync($"DELETE FROM consents WHERE pool_id = '{at.PoolId}' AND user_id = '{at.Subject.Id}' AND application_id = '{applicationId}'");
        await Get<ConsentStore>().AllowAsync(at.PoolId, at.Subject.Id, applicationId, consent.Scopes, consent.Claims, consent.GivenAt!.Value, default);
    }

    /// <summary>An operation's transaction around what a store does as a part of it.</summary>
    public async Task WithinAsync(Guid poolId, Func<IdentitySourceDb, Task> part)
    {
        await using var db = await Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(poolId, default);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await part(db);
        await transaction.CommitAsync();
    }

    public async Task<int> DoAsync(string statement)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(statement);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string question)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(question);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<long> CountAsync(string table, Guid poolId) => AskAsync<long>($"SELECT count(*) FROM {table} WHERE pool_id = '{poolId}'");

    /// <summary>Until a statement in this database waits for somebody's lock.</summary>
    public async Task WaitForALockAsync()
    {
        while (!await AskAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"))
        {
            await Task.Delay(10);
        }
    }

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
