namespace IdentitySource.Server.Composition.Settings;

/// <summary>Addresses to listen at, before the listener trips over them: by then a database may have been made.</summary>
internal static class ListeningCheck
{
    public static void Run(IConfiguration configuration, SettingsReader settings)
    {
        foreach (var url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsAddress(url))
            {
                settings.Refuse("ASPNETCORE_URLS", url, "is not an address to listen at, like 'http://127.0.0.1:8080'");
            }
        }
    }

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
