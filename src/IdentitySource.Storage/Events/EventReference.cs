using System.Security.Cryptography;

namespace IdentitySource.Storage.Events;

/// <summary>The name of one request or act, short enough to be read out on the telephone.</summary>
public static class EventReference
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private const int Length = 12;

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);
}
