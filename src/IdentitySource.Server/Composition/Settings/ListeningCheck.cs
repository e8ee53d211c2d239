using System.Globalization;
using Microsoft.AspNetCore.Hosting;

namespace IdentitySource.Server.Composition.Settings;

/// <summary>Addresses to listen at, before the listener trips over them: by then a database may have been made.</summary>
internal static class ListeningCheck
{
    public static void Run(IConfiguration configuration, SettingsReader settings)
    {
        RefuseUnless(IsAddress, WebHostDefaults.ServerUrlsKey, "is not an address to listen at, like 'http://127.0.0.1:8080'");
        RefuseUnless(IsPort, WebHostDefaults.HttpPortsKey, "is not a port, a number up to 65535");
        RefuseUnless(IsPort, WebHostDefaults.HttpsPortsKey, "is not a port, a number up to 65535");

        void RefuseUnless(Func<string, bool> isRight, string key, string why)
        {
            foreach (var given in (configuration[key] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(each => !isRight(each)))
            {
                settings.Refuse($"ASPNETCORE_{key.ToUpperInvariant()}", given, why);
            }
        }
    }

    private static bool IsPort(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https" or "HTTP" or "HTTPS", Port: >= 0 and <= ushort.MaxValue, PathBase: "" };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
