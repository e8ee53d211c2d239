namespace IdentitySource.Server.Events;

/// <summary>
/// The path of a request as it was asked, for the log: what comes later works on a shorter one, and the two providers of an address
/// share their routes. Never the query, which carries codes, hints and tokens.
/// </summary>
internal static class AskedPath
{
    /// <summary>The first to ask is <see cref="Composition.RequestLog"/>, before anything is rewritten.</summary>
    public static string Of(HttpContext http)
    {
        if (http.Features.Get<Path>() is { } known)
        {
            return known.Value;
        }

        Path asked = new($"{http.Request.PathBase.Value}{http.Request.Path.Value}");
        http.Features.Set(asked);
        return asked.Value;
    }

    private sealed record Path(string Value);
}
