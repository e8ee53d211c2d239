using IdentitySource.Storage.Events;

namespace IdentitySource.Server.Events;

/// <summary>
/// The name of one request, an <see cref="EventReference"/>: shown on error pages, written into every log line and event, returned
/// as a header.
/// </summary>
public static class Reference
{
    public static string Of(HttpContext http)
    {
        if (http.Features.Get<RequestName>() is { } known)
        {
            return known.Value;
        }

        RequestName name = new(EventReference.New());
        http.Features.Set(name);
        return name.Value;
    }

    private sealed record RequestName(string Value);
}
