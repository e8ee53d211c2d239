using System.Xml.Linq;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IdentitySource.Storage.Keys;

/// <summary>
/// Data Protection's keys in the database, so that what one server protected another can read. It is made long before
/// Data Protection wants a key, when a starting server may not have opened its database, so that is asked for at the first use.
/// </summary>
public sealed class DataProtectionKeyStore(Func<IDbContextFactory<IdentitySourceDb>> contexts, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts().CreateDbContext();
        return [.. db.DataProtectionKeys.AsNoTracking().OrderBy(row => row.Id).Select(row => row.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts().CreateDbContext();
        db.DataProtectionKeys.Add(new DataProtectionKeyRow
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            FriendlyName = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }
}

public static class DataProtectionStorage
{
    public static IDataProtectionBuilder AddDataProtectionStorage(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = new DataProtectionKeyStore(
                provider.GetRequiredService<IDbContextFactory<IdentitySourceDb>>, provider.GetRequiredService<TimeProvider>());
            options.XmlEncryptor = new MasterKeyXmlEncryptor(provider.GetRequiredService<MasterKey>);
        }));

        return services.AddDataProtection().SetApplicationName("IdentitySource");
    }
}
