using System.Globalization;

namespace IdentitySource.Load.Http;

/// <summary>The cookies of one browser at one server, RFC 6265 as far as a load test needs it: name, path, deletion.</summary>
internal sealed class CookieJar
{
    private readonly Dictionary<(string Name, string Path), string> cookies = [];

    public void Take(Answer answer)
    {
        foreach (var line in answer.Headers("Set-Cookie"))
        {
            var parts = line.Split(';', StringSplitOptions.TrimEntries);
            var (name, value) = Pair(parts[0]);
            var attributes = parts.Skip(1).Select(Pair).ToLookup(pair => pair.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
            var key = (name, attributes["path"].FirstOrDefault() ?? "/");
            if (Deletes(attributes))
            {
                cookies.Remove(key);
            }
            else
            {
                cookies[key] = value;
            }
        }
    }

    /// <summary>Null when there is nothing to send.</summary>
    public string? For(Uri uri)
    {
        var sent = string.Join("; ", cookies.Where(cookie => Covers(cookie.Key.Path, uri.AbsolutePath)).Select(cookie => $"{cookie.Key.Name}={cookie.Value}"));
        return sent.Length == 0 ? null : sent;
    }

    private static bool Deletes(ILookup<string, string> attributes) =>
        (attributes["max-age"].FirstOrDefault() is { } age && long.Parse(age, CultureInfo.InvariantCulture) <= 0)
        || (attributes["expires"].FirstOrDefault() is { } expires && DateTimeOffset.Parse(expires, CultureInfo.InvariantCulture).Year < 2000);

    /// <summary>RFC 6265 §5.1.4.</summary>
    private static bool Covers(string path, string requested) =>
        requested.StartsWith(path, StringComparison.Ordinal)
        && (requested.Length == path.Length || path.EndsWith('/') || requested[path.Length] == '/');

    private static (string Name, string Value) Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text, "") : (text[..equals], text[(equals + 1)..]);
    }
}
