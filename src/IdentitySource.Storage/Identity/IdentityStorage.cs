using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IdentitySource.Storage.Identity;

public static class IdentityStorage
{
    /// <summary>
    /// ASP.NET Core Identity with our rows and rules. Its managers are scoped, and work for the pool that the scope's
    /// <see cref="IdentitySourceDb"/> was told of.
    /// </summary>
    public static IdentityBuilder AddIdentityStorage(this IServiceCollection services)
    {
        services.TryAddScoped(provider => provider.GetRequiredService<IDbContextFactory<IdentitySourceDb>>().CreateDbContext());
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<PasswordGate>();
        services.AddSingleton<ILookupNormalizer, LookupNames>();
        services.AddScoped<IUserValidator<User>, UserRules>();
        services.AddScoped<IPasswordValidator<User>, UserRules>();
        services.AddSingleton<UserDirectory>();
        services.AddSingleton<SubjectDirectory>();
        return services.AddIdentityCore<User>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
            .AddUserStore<PoolUserStore>();
    }
}
