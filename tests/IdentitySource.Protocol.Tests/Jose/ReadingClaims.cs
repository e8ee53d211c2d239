using System.Text;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

/// <summary>Payloads under a good signature: a client signs its own assertions, so the signature says nothing about their sense.</summary>
public class ReadingClaims
{
    [Theory, Spec("RFC 7519 §4"), Spec("RFC 7519 §7.2"), Attack("JW-15"), Attack("FW-07")]
    [InlineData("""{"sub":"a","sub":"b"}""")]
    [InlineData("""{"sub":"a","sub":"a"}""")]
    [InlineData("""{"sub":"a","\u0073ub":"b"}""")]
    [InlineData("""{"act":{"sub":"a","sub":"b"}}""")]
    [InlineData("""{"list":[{"a":1,"a":2}]}""")]
    [InlineData("""{"sub":"a"}{"sub":"b"}""")]
    [InlineData("""{"sub":"a"} x""")]
    [InlineData("""{"sub":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"sub":"a",}""")]
    [InlineData("""{"exp":01}""")]
    [InlineData("""{"exp":NaN}""")]
    [InlineData("""{"exp":+1}""")]
    [InlineData("""{"exp":0x10}""")]
    [InlineData("""{"sub":"a"/**/}""")]
    [InlineData("{\"sub\":\"a\"//\n}")]
    [InlineData("""{'sub':'a'}""")]
    [InlineData("""["sub"]""")]
    [InlineData("\"sub\"")]
    [InlineData("null")]
    [InlineData("1")]
    public void A_payload_that_two_readers_could_read_differently_is_refused(string payload)
    {
        Assert.Null(Read(payload, out var why));
        Assert.Equal("jws_payload_invalid", why);
    }

    [Fact, Attack("JW-15")]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[] payload = [.. "{\"sub\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Null(Jws.Verify(Forged.Sign(TestKeys.Ec, """{"alg":"ES256"}""", payload), [TestKeys.Ec], null, out var why));
        Assert.Equal("jws_payload_invalid", why);
    }

    [Theory, Attack("JW-15"), Attack("FW-07")]
    [InlineData(30, true)]
    [InlineData(32, false)]
    [InlineData(3000, false)]
    public void Depth_is_bounded(int depth, bool taken)
    {
        var payload = new StringBuilder("{\"x\":").Append('[', depth).Append(']', depth).Append('}').ToString();

        Assert.Equal(taken, Read(payload, out _) is not null);
    }

    [Theory, Spec("RFC 7519 §2"), Attack("JW-16")]
    [InlineData("\"123\"")]
    [InlineData("1e308")]
    [InlineData("1e3")]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("9223372036854775808")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("true")]
    public void A_date_that_is_no_whole_number_is_as_good_as_missing(string value)
    {
        var token = Read($$"""{"exp":{{value}}}""", out _)!;

        Assert.Null(token.Number("exp"));
        Assert.Null(token.Number("nbf"));
        Assert.True(token.Has("exp"));
        Assert.False(token.Has("nbf"));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1300819380", 1300819380)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void A_whole_number_is_read(string value, long number)
    {
        Assert.Equal(number, Read($$"""{"exp":{{value}}}""", out _)!.Number("exp"));
    }

    [Theory, Spec("RFC 7519 §4.1.1"), Attack("JW-16")]
    [InlineData("1")]
    [InlineData("[\"https://issuer.example\"]")]
    [InlineData("{}")]
    [InlineData("null")]
    public void An_issuer_that_is_no_text_is_as_good_as_missing(string value)
    {
        Assert.Null(Read($$"""{"iss":{{value}}}""", out _)!.String("iss"));
    }

    [Theory, Spec("RFC 7519 §4.1.3"), Attack("JW-16")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[\"shop\",1]")]
    [InlineData("[\"shop\",null]")]
    [InlineData("[[\"shop\"]]")]
    [InlineData("1")]
    [InlineData("null")]
    public void An_audience_of_another_form_contains_nobody(string value)
    {
        Assert.Empty(Read($$"""{"aud":{{value}}}""", out _)!.Audience);
        Assert.Empty(Read("{}", out _)!.Audience);
    }

    [Fact, Spec("RFC 7519 §4.1.3")]
    public void An_audience_is_one_text_or_several()
    {
        Assert.Equal(["shop"], Read("""{"aud":"shop"}""", out _)!.Audience);
        Assert.Equal(["shop", "bank"], Read("""{"aud":["shop","bank"]}""", out _)!.Audience);
    }

    [Fact]
    public void Escapes_and_other_scripts_are_read_as_text()
    {
        var token = Read("""{"name":"\u738b\u5c0f\u660e \ud83d\ude00","n\u0061me2":"王"}""", out _)!;

        Assert.Equal("王小明 😀", token.String("name"));
        Assert.Equal("王", token.String("name2"));
    }

    private static VerifiedJws? Read(string payload, out string? why) =>
        Jws.Verify(Forged.Sign(TestKeys.Ec, """{"alg":"ES256"}""", payload), [TestKeys.Ec], null, out why);
}
