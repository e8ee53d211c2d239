using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.UserImports;

/// <summary>
/// A password's hash as another system kept it: ASP.NET Core Identity's version 3, or PBKDF2 in the notations of Django
/// (<c>pbkdf2_sha256$iterations$salt$hash</c>) and of passlib (<c>$pbkdf2-sha256$iterations$salt$hash</c>). Identity's format is PBKDF2 with
/// its parameters in front, so the others are only written down in another way, and one verifier serves them all.
/// </summary>
internal static class ImportedHash
{
    private const byte Version3 = 1;

    private const int HeaderLength = 13;

    /// <summary>What Identity's verifier asks of salt and hash.</summary>
    private const int Shortest = 16;

    private const int Longest = 128;

    /// <summary>Who signs in has to wait for so many, and anybody who types the name makes us count them. A key longer than the function is counted block by block.</summary>
    private const int MostRounds = 1_000_000;

    private const int FewestIterations = 1_000;

    /// <summary>In the order of Identity's KeyDerivationPrf.</summary>
    private static readonly string[] Functions = ["sha1", "sha256", "sha512"];

    /// <returns>The hash as Identity keeps it.</returns>
    public static Outcome<string> Read(string text) =>
        text.StartsWith("$2", StringComparison.Ordinal) ? new Fault(ImportColumns.PasswordHash, "password_hash_bcrypt", "Hashes by bcrypt cannot be verified here. Leave the column empty; the person sets a new password.")
        : (text.Contains('$') ? OfPbkdf2(text.Split('$')) : OfIdentity(text)) is { } parts ? Check(parts)
        : new Fault(ImportColumns.PasswordHash, "password_hash_unknown", "This is no hash of ASP.NET Core Identity version 3 and none of PBKDF2 in a notation that is known.");

    private static Parts? OfIdentity(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length < HeaderLength || bytes[0] != Version3)
        {
            return null;
        }

        var function = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1));
        var iterations = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5));
        var salt = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        return function < Functions.Length && salt <= length - HeaderLength
            ? new Parts(function, iterations, bytes[HeaderLength..(HeaderLength + (int)salt)], bytes[(HeaderLength + (int)salt)..length])
            : null;
    }

    private static Parts? OfPbkdf2(string[] words)
    {
        var isDjango = words[0].Length > 0;
        return words switch
        {
            [var name, var count, var salt, var hash] when isDjango => Of(name, "pbkdf2_", count, Encoding.UTF8.GetBytes(salt), hash),
            ["", var name, var count, var salt, var hash] => Of(name, "pbkdf2-", count, Decoded(salt), hash),
            _ => null,
        };
    }

    private static Parts? Of(string name, string prefix, string count, byte[]? salt, string hash)
    {
        var function = name.StartsWith(prefix, StringComparison.Ordinal) ? Array.IndexOf(Functions, name[prefix.Length..]) : -1;
        return function >= 0 && salt is not null && Decoded(hash) is { } key
            && uint.TryParse(count.Replace("i=", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
                ? new Parts((uint)function, iterations, salt, key)
                : null;
    }

    /// <summary>Base64 with or without its end; passlib writes a point for the plus.</summary>
    private static byte[]? Decoded(string text)
    {
        var padded = text.Replace('.', '+').TrimEnd('=');
        padded += new string('=', (4 - (padded.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }

    private static Outcome<string> Check(Parts parts) =>
        parts.Salt.Length is < Shortest or > Longest || parts.Key.Length is < Shortest or > Longest
            ? new Fault(ImportColumns.PasswordHash, "password_hash_length", $"Salt and hash have {Shortest} to {Longest} bytes.")
        : parts.Iterations < FewestIterations || PasswordRounds.Of(parts.Function, parts.Iterations, parts.Key.Length) > MostRounds
            ? new Fault(
                ImportColumns.PasswordHash, "password_hash_iterations",
                $"The hash has {parts.Iterations} iterations; {FewestIterations} to {MostRounds} can be verified here, less when it is longer than its function gives at once.")
        : parts.ToIdentity();

    private sealed record Parts(uint Function, uint Iterations, byte[] Salt, byte[] Key)
    {
        public string ToIdentity()
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            header[0] = Version3;
            BinaryPrimitives.WriteUInt32BigEndian(header[1..], Function);
            BinaryPrimitives.WriteUInt32BigEndian(header[5..], Iterations);
            BinaryPrimitives.WriteUInt32BigEndian(header[9..], (uint)Salt.Length);
            return Convert.ToBase64String([.. header, .. Salt, .. Key]);
        }
    }
}
