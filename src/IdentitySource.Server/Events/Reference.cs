using System.Security.Cryptography;

namespace IdentitySource.Server.Events;

/// <summary>
/// The name of one request, short enough to be read out on the telephone: shown on error pages, written into every log line and
/// event, returned as a header.
/// </summary>
public static class Reference
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private const int Length = 12;

    public static string Of(HttpContext http)
    {
        if (http.Features.Get<RequestName>() is { } known)
        {
            return known.Value;
        }

        RequestName name = new(RandomNumberGenerator.GetString(Alphabet, Length));
        http.Features.Set(name);
        return name.Value;
    }

    private sealed record RequestName(string Value);
}
