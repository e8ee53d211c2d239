using System.Security.Cryptography;

namespace IdentitySource.Management.Users;

/// <summary>Identity's mark of a user's credentials: what was issued under another one is void.</summary>
internal static class SecurityStamps
{
    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}
