using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IdentitySource.Storage;

/// <summary>The stores, whichever database they stand on; a provider adds its statements.</summary>
public static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(SessionPolicy.Default);
        services.TryAddSingleton(new EventRetention());
        return services
            .AddSingleton<Database>()
            .AddSingleton<Schema>()
            .AddSingleton<DeploymentMemory>()
            .AddSingleton<IGrantStore, GrantStore>()
            .AddSingleton<PresenceStore>()
            .AddSingleton<IPresence>(provider => provider.GetRequiredService<PresenceStore>())
            .AddSingleton<SeenSessions>()
            .AddSingleton<UsedAccessKeys>()
            .AddSingleton<SessionStore>()
            .AddSingleton<ConsoleSessionStore>()
            .AddSingleton<ConsentStore>()
            .AddSingleton<AttemptCounter>()
            .AddSingleton<OutboxStore>()
            .AddSingleton<EventJournal>()
            .AddHostedService<EventWriter>()
            .AddHostedService<SeenSessionWriter>()
            .AddHostedService<UsedAccessKeyWriter>()
            .AddHostedService<Sweeper>();
    }
}
