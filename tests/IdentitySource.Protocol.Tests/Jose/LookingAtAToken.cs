using System.Buffers.Text;
using System.Text;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

/// <summary>A token that is only looked at, not believed.</summary>
public class LookingAtAToken
{
    [Fact, Spec("RFC 7519 §6.1")]
    public void An_unsecured_one_can_be_looked_at()
    {
        // RFC 7519 §6.1, whose claims hold line breaks.
        const string Example = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
        var (header, claims) = UnverifiedJws.Read(Example, out var why)!.Value;
        Assert.Equal(("none", "joe", null), (header.GetProperty("alg").GetString(), claims.GetProperty("iss").GetString(), why));
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "{}", "jws_header_invalid")]
    [InlineData("{}", "{\"a\":1,\"a\":2}", "jws_payload_invalid")]
    [InlineData("[]", "{}", "jws_header_invalid")]
    [InlineData("{}", "{\"a\":\"\\ud800\"}", "jws_payload_invalid")]
    public void What_two_readers_could_read_differently_is_not_read(string header, string claims, string expected)
    {
        Assert.Null(UnverifiedJws.Read($"{Encode(header)}.{Encode(claims)}.AA", out var why));
        Assert.Equal(expected, why);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("e30.e30")]
    [InlineData("e30.e30.AA.AA.AA")]
    public void What_has_other_parts_than_three_is_none(string text)
    {
        Assert.Null(UnverifiedJws.Read(text, out var why));
        Assert.Equal("jws_not_three_parts", why);
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
