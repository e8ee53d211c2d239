using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace IdentitySource.Server.SignIn;

/// <summary>
/// Browsers that somebody has signed in from. The cookie only buys a budget of tries of its own for that one account; it proves
/// no identity.
/// </summary>
public sealed class KnownDevices(IDataProtectionProvider protection, CookieJar cookies, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly IDataProtector protector = protection.CreateProtector("IdentitySource.KnownDevice.v1");

    /// <summary>The name of the device, if this account has signed in from it.</summary>
    public string? Find(HttpContext http, Guid poolId, Guid userId)
    {
        try
        {
            return CookieJar.Read(http.Request, cookies.Device(poolId)) is { } text
                && protector.Unprotect(Base64Url.DecodeFromChars(text)) is { Length: 32 } bytes
                && new Guid(bytes.AsSpan(16)) == userId
                    ? Convert.ToHexStringLower(bytes.AsSpan(0, 16))
                    : null;
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException)
        {
            return null;
        }
    }

    public void Remember(HttpContext http, Guid poolId, Guid userId)
    {
        if (Find(http, poolId, userId) is null)
        {
            byte[] device = [.. RandomNumberGenerator.GetBytes(16), .. userId.ToByteArray()];
            cookies.Write(http.Response, cookies.Device(poolId), Base64Url.EncodeToString(protector.Protect(device)), clock.GetUtcNow() + Lifetime);
        }
    }
}
