using System.Buffers.Text;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

public class ReadingACompactToken
{
    private static readonly string Token = Jws.Sign(TestKeys.Ec, "JWT", 0, static (json, _) => json.WriteString("sub", "ann"));

    private static readonly string[] Parts = Token.Split('.');

    public static TheoryData<string?> NotThreeParts => new(
        null, "", ".", "..", "...", Parts[0], $"{Parts[0]}.{Parts[1]}", $"{Parts[0]}.{Parts[1]}.", $".{Parts[1]}.{Parts[2]}",
        $"{Parts[0]}..{Parts[2]}", $"{Token}.", $".{Token}", $"{Token}.x", $"{Token}.x.y",
        "{\"payload\":\"e30\",\"signatures\":[]}");

    [Theory, Spec("RFC 7515 §7.1"), Attack("JW-09"), MemberData(nameof(NotThreeParts))]
    public void Anything_but_three_full_parts_is_refused(string? token) => Refused("jws_not_three_parts", token);

    public static TheoryData<string> OtherSpellings => new(
        " " + Token, Token + " ", Token + "\n", "\r\n" + Token, Token.Replace(".", ".\n", StringComparison.Ordinal), Token + "=", Token + "==",
        Parts[0] + "=." + Parts[1] + "." + Parts[2], Token[..^3] + "+/A", Token[..^1] + "\u00e9", Token[..^1] + "\0", Token[..^1] + "%",
        Parts[0] + "." + Parts[1] + " ." + Parts[2], $"{Parts[0]}.{Parts[1]}.{Parts[2]}AAA");

    [Theory, Spec("RFC 7515 §2"), Spec("RFC 7515 §5.2"), Attack("JW-09"), MemberData(nameof(OtherSpellings))]
    public void Blanks_padding_and_other_alphabets_are_refused(string token) => Refused("jws_not_base64url", token);

    /// <summary>The last of an ES256 signature's 86 characters carries 2 bits of 6: it has 16 spellings, and one is right.</summary>
    [Fact, Spec("RFC 4648 §3.5"), Attack("JW-09")]
    public void A_last_character_with_bits_to_spare_is_refused()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var value = alphabet.IndexOf(Token[^1], StringComparison.Ordinal);

        Assert.Equal(0, value % 16);
        for (var spare = 1; spare < 16; spare++)
        {
            Refused("jws_not_base64url", Token[..^1] + alphabet[value + spare]);
        }
    }

    [Fact, Spec("RFC 4648 §3.5")]
    public void Canonical_is_what_encoding_gives_and_nothing_else()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        foreach (var prefix in (string[])["", "A", "AA", "AAA"])
        {
            foreach (var last in alphabet)
            {
                var text = prefix + last;
                var canonical = text.Length != 1 && Base64Url.EncodeToString(Decode(text)) == text;
                Assert.Equal(canonical, StrictBase64Url.IsCanonical(text));
            }
        }
    }

    [Fact]
    public void A_token_longer_than_16_KiB_is_refused_and_one_as_long_is_read()
    {
        Refused("jws_too_long", new string('A', CompactJws.MaxLength + 1));
        Refused("jws_not_three_parts", new string('A', CompactJws.MaxLength));

        var longest = Jws.Sign(TestKeys.Ec, "JWT", 0, static (json, _) => json.WriteString("x", new string('x', 12_000)));
        Assert.InRange(longest.Length, 16_000, CompactJws.MaxLength);
        Assert.NotNull(Jws.Verify(longest, [TestKeys.Ec], "JWT", out _));
    }

    public static TheoryData<string> EncryptedHeaders => new(
        """{"alg":"RSA-OAEP","enc":"A256GCM","zip":"DEF"}""", """{"alg":"dir","enc":"A256GCM","zip":"DEF"}""",
        """{"alg":"PBES2-HS256+A128KW","enc":"A128CBC-HS256","p2s":"AAAAAAAAAAA","p2c":2147483647}""", """{"alg":"RSA1_5","enc":"A256GCM"}""",
        """{"alg":"dir","enc":"A256GCM","cty":"JWT"}""");

    /// <summary>Refused by its five parts: nothing is derived, decrypted or inflated, however large the token claims to become.</summary>
    [Theory, Spec("RFC 7516 §9"), Attack("JW-13"), Attack("JW-14"), MemberData(nameof(EncryptedHeaders))]
    public void An_encrypted_token_is_refused_before_any_work(string header)
    {
        var token = $"{Forged.Encode(header)}.AAAA.AAAA.{new string('A', 10 * 1024)}.AAAA";
        Refused("jws_not_three_parts", token);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Jws.Verify(token, [TestKeys.Ec], null, out _);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 1024);
    }

    private static void Refused(string reason, string? token)
    {
        Assert.Null(Jws.Verify(token, [TestKeys.Ec], null, out var why));
        Assert.Equal(reason, why);
        Assert.Null(Jws.VerifyHs256(token, TestKeys.Secret, null, out why));
        Assert.Equal(reason, why);
    }

    private static byte[] Decode(string text) => Convert.FromBase64String(
        text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4));
}
