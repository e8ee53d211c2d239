using System.Reflection;
using IdentitySource.Server.Composition;
using IdentitySource.Server.Console;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Pages.Console.Settings;

/// <summary>What this is and where: the pool for everybody, the server's own settings for operators.</summary>
public sealed class AboutModel(AddressPlan plan) : ConsolePage<SettingsTexts>
{
    public static string Version { get; } =
        typeof(AboutModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public string Issuer => AddressPlan.Issuer(plan.PoolAddress(Pool.Slug));

    public string Origin => plan.PublicOrigin;

    public AddressMode Mode => plan.Mode;

    public void OnGet()
    {
    }
}
