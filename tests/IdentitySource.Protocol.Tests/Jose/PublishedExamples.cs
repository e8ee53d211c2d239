using System.Buffers.Text;
using System.Text;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

/// <summary>The worked examples of the specifications, character by character.</summary>
public class PublishedExamples
{
    private const string JoesClaims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    /// <summary>RFC 7520 §4: "It's a dangerous business, Frodo, ..." is text and not a set of claims.</summary>
    private const string FrodosText =
        "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlv"
        + "dSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4";

    private const string A2Signature =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQ"
        + "jbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqt"
        + "FZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    private const string Rfc7520Signature =
        "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-"
        + "Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrD"
        + "aLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg";

    [Fact, Spec("RFC 7515 A.1")]
    public void An_HS256_token_with_line_breaks_in_its_header_verifies()
    {
        const string token = $"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{JoesClaims}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        var secret = Base64Url.DecodeFromChars("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

        AreJoes(Jws.VerifyHs256(token, secret, "JWT", out _));
    }

    [Fact, Spec("RFC 7515 A.2")]
    public void An_RS256_token_verifies()
    {
        AreJoes(Jws.Verify($"eyJhbGciOiJSUzI1NiJ9.{JoesClaims}.{A2Signature}", [RfcKeys.Rfc7515Rsa], null, out _));
    }

    [Fact, Spec("RFC 7515 A.2")]
    public void Our_RS256_signature_is_the_published_one()
    {
        Assert.Equal(A2Signature, Signature(RfcKeys.Rfc7515Rsa, $"eyJhbGciOiJSUzI1NiJ9.{JoesClaims}"));
    }

    [Fact, Spec("RFC 7515 A.3")]
    public void An_ES256_token_verifies()
    {
        const string token =
            $"eyJhbGciOiJFUzI1NiJ9.{JoesClaims}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

        AreJoes(Jws.Verify(token, [RfcKeys.Rfc7515Ec], null, out _));
    }

    [Fact, Spec("RFC 7520 §4.1")]
    public void Our_RS256_signature_of_the_cookbook_text_is_the_published_one()
    {
        const string header = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9";

        Assert.Equal(Rfc7520Signature, Signature(RfcKeys.Rfc7520Rsa, $"{header}.{FrodosText}"));
    }

    /// <summary>The payload is looked at after the signature only, so this refusal says that the signature held.</summary>
    [Fact, Spec("RFC 7520 §4.4"), Spec("RFC 7519 §7.2")]
    public void The_HS256_signature_of_the_cookbook_holds_but_its_text_is_no_set_of_claims()
    {
        const string token =
            "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9."
            + $"{FrodosText}.s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0";
        var secret = Base64Url.DecodeFromChars("hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg");

        Assert.Null(Jws.VerifyHs256(token, secret, null, out var why));
        Assert.Equal("jws_payload_invalid", why);
        Assert.Null(Jws.VerifyHs256(token, TestKeys.Secret, null, out why));
        Assert.Equal("jws_signature_invalid", why);
    }

    [Theory, Spec("OIDC Core §3.1.3.6"), Spec("OIDC Core §3.3.2.11")]
    [InlineData("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "77QmUPtjPfzWtF2AnpK9RQ")]
    [InlineData("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk", "LDktKdoQak3Pk0cnXxCltA")]
    public void Half_a_token_s_hash_is_the_one_of_OpenID_Connect_Core(string value, string half)
    {
        Assert.All(Enum.GetValues<SigningAlgorithm>(), algorithm => Assert.Equal(half, TokenHash.Half(algorithm, value)));
    }

    private static void AreJoes(VerifiedJws? token)
    {
        Assert.Equal("joe", token!.String("iss"));
        Assert.Equal(1300819380, token.Number("exp"));
        Assert.True(token.Has("http://example.com/is_root"));
    }

    private static string Signature(SigningKey key, string input)
    {
        Span<byte> signature = stackalloc byte[SigningKey.MaxSignatureSize];
        return Base64Url.EncodeToString(signature[..key.Sign(Encoding.ASCII.GetBytes(input), signature)]);
    }
}
