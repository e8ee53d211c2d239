using IdentitySource.Management.UserPools;
using IdentitySource.Server.Composition;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.PostgreSql.PrivateCluster;
using IdentitySource.TestKit.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.TestKit.Postgres;

/// <summary>
/// A deployment without a server: the services that the server and the commands share, on a database of its own. A fixture for one
/// test class; its clock stands still.
/// </summary>
public class TestDeployment : IAsyncLifetime
{
    public const string MasterKey = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private readonly List<ServiceProvider> nodes = [];
    private readonly RecycledKeys keys = new();
    private int names;

    public FakeClock Clock { get; } = new();

    public string ConnectionString { get; private set; } = "";

    public IServiceProvider Services => nodes[0];

    /// <summary>The default pool.</summary>
    public Guid PoolId { get; private set; }

    /// <summary>The configuration of every node.</summary>
    public Dictionary<string, string?> Settings { get; } = SettingsOf("");

    public async Task InitializeAsync()
    {
        ConnectionString = await TestCluster.CloneAsync("deployment", PrepareAsync);
        Settings["ConnectionStrings:Default"] = ConnectionString;
        await StartNodeAsync();
        PoolId = (await Get<FindPool>().RunAsync(UserPool.DefaultSlug, default)).Value;
    }

    public async Task DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        await TestCluster.DropDatabaseAsync(ConnectionString);
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>One more process of the deployment, with memory of its own.</summary>
    public async Task<IServiceProvider> StartNodeAsync(Action<IServiceCollection>? change = null)
    {
        var node = Node(Settings, Clock, services =>
        {
            services.AddSingleton<SigningKeyMaker>(keys.Make);
            change?.Invoke(services);
        });
        nodes.Add(node);
        await node.GetRequiredService<DatabaseStartup>().ConnectAsync(DatabaseUse.Command, default);
        return node;
    }

    /// <summary>A context of the default pool, or of another.</summary>
    public async Task<IdentitySourceDb> DatabaseAsync(Guid? poolId = null) =>
        await Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(poolId ?? PoolId, default);

    public async Task<Guid> PoolAsync(string slug) => (await Get<FindPool>().RunAsync(slug, default)).Value;

    /// <summary>What the audit trail says of the pool, oldest first.</summary>
    public async Task<List<EventRow>> EventsAsync(string kind, Guid? poolId = null)
    {
        await using var db = await DatabaseAsync(poolId);
        return await db.Events.AsNoTracking().Where(row => row.Kind == kind).OrderBy(row => row.Id).ToListAsync();
    }

    /// <summary>A name that no other test of the class has.</summary>
    public string Name(string word) => $"{word}-{Interlocked.Increment(ref names)}";

    /// <summary>The template: what a first start makes. By the clock that the tests go on with, or its keys would not sign yet.</summary>
    private static async Task PrepareAsync(string connectionString)
    {
        await using var node = Node(SettingsOf(connectionString), new FakeClock(), change: null);
        var startup = node.GetRequiredService<DatabaseStartup>();
        await startup.OpenAsync(DatabaseUse.Server, default);
    }

    private static ServiceProvider Node(IReadOnlyDictionary<string, string?> settings, FakeClock clock, Action<IServiceCollection>? change)
    {
        ServiceCollection services = [];
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        services.AddSingleton(configuration);
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging();
        services.AddIdentitySource(configuration);
        services.AskSqlServerToo();
        services.TellTheDatabaseTheTime(clock);
        change?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private static Dictionary<string, string?> SettingsOf(string connectionString) => new()
    {
        ["ConnectionStrings:Default"] = connectionString,
        ["IdentitySource:MasterKey"] = MasterKey,
        ["IdentitySource:DataFolder"] = Path.GetTempPath(),
    };
}
