using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentitySource.Server.SignIn;
using Microsoft.AspNetCore.DataProtection;

namespace IdentitySource.Server.Console.Tries;

/// <summary>
/// Keeps a pending try in a cookie of the administrator's own browser, sealed: for ten minutes, one for each application, good for one
/// answer. No row is written for it.
/// </summary>
public sealed class TryTickets(IDataProtectionProvider protection, CookieJar cookies, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Characters. A browser drops a cookie of more than 4096 bytes, its name and attributes included.</summary>
    private const int Longest = 3600;

    private readonly IDataProtector protector = protection.CreateProtector("IdentitySource.ConsoleTry.v1");

    /// <returns>False, and nothing is kept, when the request is too long for it.</returns>
    public bool Keep(HttpContext http, PendingTry pending)
    {
        var sealedTry = Base64Url.EncodeToString(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(pending)));
        if (sealedTry.Length > Longest)
        {
            return false;
        }

        cookies.Write(http.Response, cookies.Try(pending.ApplicationId), sealedTry, clock.GetUtcNow() + Lifetime);
        return true;
    }

    /// <summary>The try that this answer belongs to, which is over by that; null when there is none, or the state is another one's.</summary>
    public PendingTry? Take(HttpContext http, Guid applicationId, ConsoleVisitor visitor, string? state)
    {
        if (CookieJar.Read(http.Request, cookies.Try(applicationId)) is not { } sealedTry || Open(sealedTry) is not { } pending
            || pending.ApplicationId != applicationId || pending.SessionId != visitor.Session.Id || clock.GetUtcNow() - pending.StartedAt > Lifetime
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(pending.State), Encoding.UTF8.GetBytes(state ?? "")))
        {
            return null;
        }

        cookies.Delete(http.Response, cookies.Try(applicationId));
        return pending;
    }

    private PendingTry? Open(string sealedTry)
    {
        try
        {
            return JsonSerializer.Deserialize<PendingTry>(protector.Unprotect(Base64Url.DecodeFromChars(sealedTry)));
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
