using IdentitySource.Management;
using IdentitySource.Management.Mail;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Ports;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IdentitySource.Server.Composition;

/// <summary>Everything that the server and the commands share.</summary>
public static class Services
{
    public static IServiceCollection AddIdentitySource(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => DeploymentOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => Plan(provider.GetRequiredService<DeploymentOptions>()));
        services.AddSingleton(provider => Letterhead(provider.GetRequiredService<DeploymentOptions>()));
        services.AddSections();
        services.AddDatabase(configuration);
        services.AddKeys();
        services.AddIdentityStorage();
        services.AddOperations();
        return services;
    }

    /// <summary>Who needs a section asks for it alone.</summary>
    private static void AddSections(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<DeploymentOptions>().SignInLimits);
        services.AddSingleton(provider => provider.GetRequiredService<DeploymentOptions>().FailureLimits);
        services.AddSingleton(provider => provider.GetRequiredService<DeploymentOptions>().ApiLimits);
        services.AddSingleton(provider => provider.GetRequiredService<DeploymentOptions>().Mail);
        services.AddSingleton(provider => provider.GetRequiredService<DeploymentOptions>().EventRetention);
        services.AddSingleton(provider => provider.GetRequiredService<DeploymentOptions>().UserImport);
    }

    private static AddressPlan Plan(DeploymentOptions options) => new(options.PublicOrigin, options.AddressMode);

    private static Letterhead Letterhead(DeploymentOptions options) => new(options.PublicOrigin, options.DefaultLocale);

    private static void AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ClockCheck>();
        services.AddSingleton<DatabaseStartup>();
        services.AddSingleton(provider => provider.GetRequiredService<DatabaseStartup>().Connection);
        services.AddStorage().AddDatabaseOfChoice(configuration);
    }

    private static void AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<MasterKeyPlace>();
        services.AddSingleton(provider => provider.GetRequiredService<MasterKeyPlace>().LoadOrCreate());
        services.AddSingleton<SigningKeyMaker>(SigningKey.Create);
        services.AddSingleton<SigningKeyStore>();
        services.AddSingleton<ApplicationSecrets>();
        services.AddSingleton<MailBodies>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<IApplicationRegistry, ApplicationRegistry>();
        services.AddSingleton<ResourceRegistry>();
        services.AddSingleton<IAccessKeyRegistry, AccessKeyRegistry>();
        services.AddSingleton<IPersonPermissions, PersonPermissions>();
        services.AddDataProtectionStorage();
    }
}
