using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

/// <summary>Each token's signature holds; only what the header says is wrong.</summary>
public class BelievingAHeader
{
    private const string Claims = """{"sub":"ann"}""";

    private static readonly SigningKey Key = TestKeys.Ec;

    [Theory, Spec("RFC 8725 §3.1"), Spec("RFC 7515 §4.1.1"), Attack("JW-01"), Attack("FW-11")]
    [InlineData("jws_alg_refused", "\"none\"")]
    [InlineData("jws_alg_refused", "\"None\"")]
    [InlineData("jws_alg_refused", "\"NONE\"")]
    [InlineData("jws_alg_refused", "\"nOnE\"")]
    [InlineData("jws_alg_refused", "\"\"")]
    [InlineData("jws_alg_refused", "\"es256\"")]
    [InlineData("jws_alg_refused", "\"ES256 \"")]
    [InlineData("jws_alg_refused", "\"HS256\"")]
    [InlineData("jws_alg_refused", "\"RS256\"")]
    [InlineData("jws_alg_refused", "\"ES384\"")]
    [InlineData("jws_header_parameter_not_text", "null")]
    [InlineData("jws_header_parameter_not_text", "0")]
    [InlineData("jws_header_parameter_not_text", "[\"ES256\"]")]
    public void An_algorithm_other_than_the_key_s_is_refused(string reason, string algorithm)
    {
        Refused(reason, $$"""{"alg":{{algorithm}},"kid":"{{Key.Kid}}"}""");
    }

    [Fact, Spec("RFC 7515 §4.1.1"), Attack("JW-01")]
    public void A_missing_algorithm_is_refused()
    {
        Refused("jws_alg_missing", $$"""{"kid":"{{Key.Kid}}"}""");
    }

    [Theory, Spec("RFC 8725 §3.1"), Attack("JW-01"), Attack("FW-11")]
    [InlineData("none")]
    [InlineData("ES256")]
    [InlineData("hs256")]
    public void A_shared_secret_verifies_HS256_alone(string algorithm)
    {
        var token = Forged.Hs256(TestKeys.Secret, $$"""{"alg":"{{algorithm}}"}""", Claims);

        Assert.Null(Jws.VerifyHs256(token, TestKeys.Secret, null, out var why));
        Assert.Equal("jws_alg_not_hs256", why);
    }

    /// <summary>The classic confusion: the public key, which everyone has, used as the secret of an HMAC.</summary>
    [Fact, Spec("RFC 8725 §2.1"), Attack("JW-01"), Attack("FW-11")]
    public void The_public_key_as_a_secret_opens_nothing()
    {
        var secret = JwkSet.Write([TestKeys.Rsa.PublicJwk]);
        var token = Forged.Hs256(secret, $$"""{"alg":"HS256","kid":"{{TestKeys.Rsa.Kid}}"}""", Claims);

        Assert.Null(Jws.Verify(token, [TestKeys.Rsa], null, out var why));
        Assert.Equal("jws_alg_refused", why);
    }

    [Theory, Spec("RFC 7515 §4.1.11"), Spec("RFC 8725 §3.10"), Attack("JW-05"), Attack("JW-12"), Attack("JW-13")]
    [InlineData("\"crit\":[\"x\"],\"x\":1")]
    [InlineData("\"crit\":[]")]
    [InlineData("\"crit\":[\"b64\"],\"b64\":false")]
    [InlineData("\"b64\":false")]
    [InlineData("\"b64\":true")]
    [InlineData("\"jwk\":{\"kty\":\"EC\"}")]
    [InlineData("\"jku\":\"https://attacker.example/jwks\"")]
    [InlineData("\"x5c\":[\"MIIB\"]")]
    [InlineData("\"x5u\":\"https://attacker.example/chain\"")]
    [InlineData("\"zip\":\"DEF\"")]
    [InlineData("\"enc\":\"A256GCM\"")]
    public void A_parameter_that_would_change_key_or_meaning_is_refused(string parameter)
    {
        Refused("jws_header_parameter_refused", $$"""{"alg":"ES256","kid":"{{Key.Kid}}",{{parameter}}}""");
    }

    [Fact, Attack("JW-05")]
    public void A_certificate_thumbprint_chooses_no_key()
    {
        var forged = Forged.Sign(TestKeys.OtherRsa, $$"""{"alg":"RS256","x5t":"{{TestKeys.OtherRsa.Kid}}","kid":"{{TestKeys.Rsa.Kid}}"}""", Claims);

        Assert.Null(Jws.Verify(forged, [TestKeys.Rsa, TestKeys.OtherRsa], null, out var why));
        Assert.Equal("jws_signature_invalid", why);
    }

    public static TheoryData<string> StrangeNames => new(
        "../../dev/null", "' UNION SELECT 'a", "%00", "\\u0000", "\\r\\nSet-Cookie: a=b", "${jndi:ldap://x}", "", new string('k', 10 * 1024),
        Key.Kid + " ", Key.Kid.ToUpperInvariant() + "x");

    [Theory, Spec("RFC 7515 §4.1.4"), Attack("JW-06"), MemberData(nameof(StrangeNames))]
    public void A_name_no_key_has_is_refused_even_when_there_is_one_key_only(string kid)
    {
        Refused("jws_kid_unknown", $$"""{"alg":"ES256","kid":"{{kid}}"}""");
    }

    [Fact, Attack("JW-06")]
    public void A_name_that_is_no_text_is_refused()
    {
        Refused("jws_header_parameter_not_text", """{"alg":"ES256","kid":1}""");
    }

    [Fact, Spec("RFC 7515 §4.1.4"), Attack("JW-08")]
    public void A_token_without_a_name_is_refused_as_soon_as_there_are_several_keys()
    {
        var token = Forged.Sign(Key, """{"alg":"ES256"}""", Claims);

        Assert.Null(Jws.Verify(token, [Key, TestKeys.Rsa], null, out var why));
        Assert.Equal("jws_kid_missing", why);
        Assert.Null(Jws.Verify(token, [], null, out why));
        Assert.Equal("jws_kid_missing", why);
        Assert.Equal(Key.Kid, Jws.Verify(token, [Key], null, out _)!.Kid);
    }

    [Fact, Spec("RFC 7515 §4.1.4")]
    public void Among_several_keys_the_named_one_verifies()
    {
        var token = Jws.Sign(TestKeys.OtherRsa, "JWT", 0, static (_, _) => { });

        Assert.Equal(TestKeys.OtherRsa.Kid, Jws.Verify(token, [TestKeys.Rsa, TestKeys.Ec, TestKeys.OtherRsa], "JWT", out _)!.Kid);
        Assert.Null(Jws.Verify(token, [TestKeys.Rsa, TestKeys.Ec], "JWT", out var why));
        Assert.Equal("jws_kid_unknown", why);
    }

    [Fact, Spec("RFC 7515 §4")]
    public void Unknown_parameters_and_another_spelling_of_the_header_do_no_harm()
    {
        var header = $$"""{ "x-note" : {"a":[1]}, "kid":"{{Key.Kid}}" , "typ":"JWT", "\u0061lg":"ES256", "cty":"x" }""";

        Assert.Equal("ann", Jws.Verify(Forged.Sign(Key, header, Claims), [Key], "JWT", out _)!.String("sub"));
    }

    [Theory, Spec("RFC 7515 §4"), Attack("JW-15")]
    [InlineData("""{"alg":"ES256","alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","\u0061lg":"none"}""")]
    [InlineData("""{"alg":"ES256","x":{"a":1,"a":1}}""")]
    [InlineData("""{"alg":"ES256",}""")]
    [InlineData("""{"alg":"ES256"} {}""")]
    [InlineData("""{"alg":"ES256","x":"\ud800"}""")]
    [InlineData("""{"alg":"ES256","\ud800":1}""")]
    [InlineData("""{"alg":"ES256"/**/}""")]
    [InlineData("""["ES256"]""")]
    [InlineData("\"ES256\"")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData(" {\"alg\":\"ES256\"}")]
    [InlineData("\uFEFF{\"alg\":\"ES256\"}")]
    public void A_header_that_two_readers_could_read_differently_is_refused(string header)
    {
        Refused("jws_header_invalid", header);
    }

    [Fact, Attack("JW-14")]
    public void A_header_nested_too_deep_is_refused()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40));

        Refused("jws_header_invalid", $$"""{"alg":"ES256","x":{{nested}}}""");
    }

    private static void Refused(string reason, string header)
    {
        Assert.Null(Jws.Verify(Forged.Sign(Key, header, Claims), [Key], null, out var why));
        Assert.Equal(reason, why);
    }
}
