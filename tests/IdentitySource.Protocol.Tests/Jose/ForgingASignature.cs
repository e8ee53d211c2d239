using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

public class ForgingASignature
{
    private static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    /// <summary>Header, payload and signature, each hit; the dots and every refusal's reason do not matter, only that none gets through.</summary>
    [Theory, Spec("OIDC Core §16.3"), Attack("JW-23")]
    [InlineData(SigningAlgorithm.RS256)]
    [InlineData(SigningAlgorithm.ES256)]
    public void One_flipped_bit_at_any_of_300_positions_is_refused(SigningAlgorithm algorithm)
    {
        var key = TestKeys.Of(algorithm);
        var token = Jws.Sign(key, "at+jwt", 0, static (json, _) => json.WriteString("sub", new string('a', 120)));
        Assert.True(token.Length > 300);

        Assert.All(Positions(token.Length), position =>
        {
            var changed = token.ToCharArray();
            changed[position] = (char)(changed[position] ^ (1 << RandomNumberGenerator.GetInt32(7)));
            Assert.Null(Jws.Verify(new string(changed), [key], null, out var why));
            Assert.NotNull(why);
        });
    }

    [Fact, Spec("OIDC Core §16.3"), Attack("JW-23")]
    public void One_flipped_bit_is_refused_with_a_shared_secret_too()
    {
        var token = Jws.SignHs256(TestKeys.Secret, "JWT", 0, static (json, _) => json.WriteString("sub", new string('a', 250)));

        Assert.All(Positions(token.Length), position =>
        {
            var changed = token.ToCharArray();
            changed[position] = (char)(changed[position] ^ (1 << RandomNumberGenerator.GetInt32(7)));
            Assert.Null(Jws.VerifyHs256(new string(changed), TestKeys.Secret, null, out _));
        });
    }

    [Fact, Attack("JW-23")]
    public void A_changed_payload_under_an_old_signature_is_refused()
    {
        var parts = Jws.Sign(TestKeys.Rsa, "JWT", 0, static (json, _) => json.WriteString("sub", "ann")).Split('.');

        Assert.Null(Jws.Verify($"{parts[0]}.{Forged.Encode("""{"sub":"bob"}""")}.{parts[2]}", [TestKeys.Rsa], "JWT", out var why));
        Assert.Equal("jws_signature_invalid", why);
    }

    /// <summary>R and S outside 1…n-1, among them the zeros of CVE-2022-21449, which signed anything in the name of anyone.</summary>
    [Fact, Spec("RFC 7518 §3.4"), Attack("JW-10")]
    public void An_ES256_signature_out_of_range_is_refused_without_an_exception()
    {
        var good = Good();
        byte[] r = good[..32], s = good[32..], zero = new byte[32], ones = [.. Enumerable.Repeat((byte)0xFF, 32)], n = Scalar(Order);
        byte[][] bad =
        [
            [.. zero, .. zero], [.. zero, .. s], [.. r, .. zero],
            [.. n, .. s], [.. r, .. n], [.. n, .. n], [.. ones, .. s], [.. r, .. ones],
        ];

        Assert.NotNull(Verify(good, out _));
        Assert.All(bad, signature =>
        {
            Assert.Null(Verify(signature, out var why));
            Assert.Equal("jws_signature_invalid", why);
            Assert.False(EcdsaSignature.IsInRange(signature));
        });
        Assert.True(EcdsaSignature.IsInRange([.. Scalar(BigInteger.One), .. Scalar(Order - 1)]));
    }

    [Fact, Spec("RFC 7518 §3.4"), Attack("JW-10")]
    public void An_ES256_signature_of_another_form_or_length_is_refused()
    {
        var good = Good();
        var der = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            der.WriteInteger(new BigInteger(good.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
            der.WriteInteger(new BigInteger(good.AsSpan(32), isUnsigned: true, isBigEndian: true));
        }

        byte[][] bad =
        [
            der.Encode(), good[..63], [.. good, 0], [0, .. good], good[..32], [0],
            new byte[96], new byte[512], new byte[513], new byte[4000],
        ];
        Assert.All(bad, signature =>
        {
            Assert.Null(Verify(signature, out var why));
            Assert.Equal("jws_signature_invalid", why);
        });
    }

    [Fact, Spec("RFC 8017 §8.2.2")]
    public void An_RS256_signature_of_another_length_or_not_below_the_modulus_is_refused()
    {
        var header = $$"""{"alg":"RS256","kid":"{{TestKeys.Rsa.Kid}}"}""";
        var token = Forged.Sign(TestKeys.Rsa, header, "{}");
        var good = Base64Url.DecodeFromChars(token.Split('.')[2]);
        byte[][] bad = [new byte[256], [.. Enumerable.Repeat((byte)0xFF, 256)], good[..255], [0, .. good], [.. good, 0], new byte[512]];

        Assert.NotNull(Jws.Verify(token, [TestKeys.Rsa], null, out _));
        Assert.All(bad, signature =>
        {
            Assert.Null(Jws.Verify(With(token, signature), [TestKeys.Rsa], null, out var why));
            Assert.Equal("jws_signature_invalid", why);
        });
    }

    [Fact, Spec("RFC 7518 §3.2")]
    public void A_truncated_MAC_is_refused()
    {
        var token = Jws.SignHs256(TestKeys.Secret, "JWT", 0, static (_, _) => { });
        var mac = Base64Url.DecodeFromChars(token.Split('.')[2]);

        Assert.All((byte[][])[mac[..16], mac[..31], [.. mac, 0], new byte[32]], changed =>
            Assert.Null(Jws.VerifyHs256(With(token, changed), TestKeys.Secret, "JWT", out _)));
    }

    private static byte[] Good()
    {
        var input = Encoding.ASCII.GetBytes(Input);
        var signature = new byte[EcdsaSignature.Size];
        TestKeys.Ec.Sign(input, signature);
        return signature;
    }

    private static string Input => $"{Forged.Encode("""{"alg":"ES256"}""")}.{Forged.Encode("{}")}";

    private static VerifiedJws? Verify(byte[] signature, out string? why) =>
        Jws.Verify($"{Input}.{Base64Url.EncodeToString(signature)}", [TestKeys.Ec], null, out why);

    private static string With(string token, byte[] signature) =>
        $"{token[..token.LastIndexOf('.')]}.{Base64Url.EncodeToString(signature)}";

    private static byte[] Scalar(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private static int[] Positions(int length)
    {
        int[] all = [.. Enumerable.Range(0, length)];
        RandomNumberGenerator.Shuffle(all.AsSpan());
        return all[..300];
    }
}
