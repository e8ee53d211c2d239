using System.Text;
using System.Text.Json;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

public class PublishingKeys
{
    private const string Modulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64t"
        + "Z_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbO"
        + "pbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

    private const string Point = """
        "crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
        """;

    [Fact, Spec("RFC 7638 §3.1")]
    public void The_thumbprint_is_the_published_one()
    {
        var jwk = Parse($$"""{"kty":"RSA","n":"{{Modulus}}","e":"AQAB","alg":"RS256","kid":"2011-04-29"}""", out _);

        Assert.Equal("2011-04-29", jwk!.Kid);
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", jwk.Thumbprint);
    }

    [Fact, Spec("RFC 7517 §3"), Spec("RFC 7518 §6.2.1")]
    public void A_point_on_P256_is_read_and_named_by_its_thumbprint_when_it_has_no_name()
    {
        var jwk = Parse($$"""{"kty":"EC",{{Point}}}""", out _);

        Assert.Equal(("EC", SigningAlgorithm.ES256), (jwk!.KeyType, jwk.Algorithm));
        Assert.Equal(jwk.Thumbprint, jwk.Kid);
    }

    [Theory, Spec("RFC 7517 §4"), Spec("RFC 7518 §6.3.1")]
    [InlineData(SigningAlgorithm.RS256, "e kty n use alg kid")]
    [InlineData(SigningAlgorithm.ES256, "crv kty x y use alg kid")]
    public void A_published_key_carries_its_public_members_and_reads_back_the_same(SigningAlgorithm algorithm, string members)
    {
        var published = TestKeys.Of(algorithm).PublicJwk;

        using var document = JsonDocument.Parse(JwkSet.Write([published]));
        var key = document.RootElement.GetProperty("keys")[0];

        Assert.Equal(members.Split(' '), key.EnumerateObject().Select(member => member.Name));
        Assert.Equal("sig", key.GetProperty("use").GetString());
        Assert.Equal(algorithm.Name(), key.GetProperty("alg").GetString());
        Assert.Equal(published, Parse(key.GetRawText(), out _));
    }

    [Fact, Spec("RFC 7517 §5"), Attack("JW-24")]
    public void A_key_set_holds_every_key_and_no_private_or_symmetric_member()
    {
        using var document = JsonDocument.Parse(JwkSet.Write([TestKeys.Rsa.PublicJwk, TestKeys.OtherRsa.PublicJwk, TestKeys.Ec.PublicJwk]));
        var keys = document.RootElement.GetProperty("keys").EnumerateArray().ToList();

        Assert.Equal(3, keys.Select(key => key.GetProperty("kid").GetString()).Distinct().Count());
        string[] secrets = ["d", "p", "q", "dp", "dq", "qi", "k", "oth"];
        Assert.All(keys, key => Assert.DoesNotContain(key.EnumerateObject(), member => secrets.Contains(member.Name)));
        Assert.All(keys, key => Assert.Contains(key.GetProperty("kty").GetString(), (string[])["RSA", "EC"]));
    }

    [Fact]
    public void An_empty_key_set_is_still_a_key_set()
    {
        Assert.Equal("""{"keys":[]}""", Encoding.UTF8.GetString(JwkSet.Write([])));
    }

    [Theory, Spec("RFC 7517 §4"), Spec("RFC 7518 §6")]
    [InlineData("jwk_not_an_object", "[]")]
    [InlineData("jwk_not_an_object", """{"kty":"EC","kty":"RSA"}""")]
    [InlineData("jwk_not_public", $$"""{"kty":"EC",{{Point}},"d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}""")]
    [InlineData("jwk_not_public", """{"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"}""")]
    [InlineData("jwk_not_for_signatures", $$"""{"kty":"EC",{{Point}},"use":"enc"}""")]
    [InlineData("jwk_not_for_signatures", $$"""{"kty":"EC",{{Point}},"use":1}""")]
    [InlineData("jwk_not_for_signatures", $$"""{"kty":"EC",{{Point}},"key_ops":["encrypt"]}""")]
    [InlineData("jwk_not_for_signatures", $$"""{"kty":"EC",{{Point}},"key_ops":"verify"}""")]
    [InlineData("jwk_kid_invalid", $$"""{"kty":"EC",{{Point}},"kid":7}""")]
    [InlineData("jwk_alg_refused", $$"""{"kty":"EC",{{Point}},"alg":"RS256"}""")]
    [InlineData("jwk_alg_refused", $$"""{"kty":"EC",{{Point}},"alg":7}""")]
    [InlineData("jwk_key_refused", """{"kty":"oct"}""")]
    [InlineData("jwk_key_refused", """{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"AAAA"}""")]
    [InlineData("jwk_key_refused", $$"""{"kty":"EC","crv":"P-384","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"}""")]
    [InlineData("jwk_key_refused", """{"kty":"RSA","n":"_____w","e":"AQAB"}""")]
    [InlineData("jwk_key_refused", $$"""{"kty":"RSA","n":"{{Modulus}}","e":"AQ"}""")]
    [InlineData("jwk_key_refused", $$"""{"kty":"RSA","n":"{{Modulus}}","e":"AQAA"}""")]
    [InlineData("jwk_key_refused", $$"""{"kty":"RSA","n":"{{Modulus}}="}""")]
    [InlineData("jwk_key_refused", $$"""{"kty":"RSA","n":"AA{{Modulus}}","e":"AQAB"}""")]
    public void A_key_we_would_not_verify_with_is_refused(string reason, string json)
    {
        Assert.Null(Parse(json, out var why));
        Assert.Equal(reason, why);
    }

    [Fact, Spec("RFC 7518 §6.2.1")]
    public void A_point_off_the_curve_is_refused()
    {
        var off = $$"""{"kty":"EC",{{Point.Replace("FyM\"", "FyA\"", StringComparison.Ordinal)}}}""";

        Assert.Null(Parse(off, out var why));
        Assert.Equal("jwk_key_refused", why);
    }

    private static Jwk? Parse(string json, out string? why) => Jwk.Parse(Encoding.UTF8.GetBytes(json), out why);
}
