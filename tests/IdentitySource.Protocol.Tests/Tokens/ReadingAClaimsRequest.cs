using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Tokens;

[Spec("OIDC Core §5.5")]
public class ReadingAClaimsRequest
{
    private static ClaimsRequest Parse(string json) => ClaimsRequest.Parse(json, name => name is "name" or "email").Value!;

    [Fact]
    public void Known_names_are_kept_for_each_place()
    {
        var claims = Parse("""{"id_token":{"name":null,"x":null},"userinfo":{"email":{"essential":true},"name":{"value":"y"}},"other":5}""");

        Assert.Equal(["name"], claims.IdToken);
        Assert.Equal(["email", "name"], claims.UserInfo);
        Assert.Equal(["name", "email"], claims.All);
        Assert.False(claims.IsEmpty);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" {\"id_token\":{},\"userinfo\":{}}\n")]
    [InlineData("{\"id_token\":{\"unknown\":null}}")]
    public void Nothing_known_is_nothing_asked(string json) => Assert.True(Parse(json).IsEmpty);

    [Fact, Attack("OV-07"), Attack("DS-04")]
    public void More_than_a_hundred_names_or_a_deep_nest_are_refused()
    {
        var names = string.Join(',', Enumerable.Range(1, 101).Select(i => $"\"c{i}\":null"));
        var nest = string.Concat(Enumerable.Repeat("{\"id_token\":", 1000));

        Assert.Equal("claims_malformed", ClaimsRequest.Parse($"{{\"userinfo\":{{{names}}}}}", _ => true).Error!.Reason);
        Assert.Equal("claims_malformed", ClaimsRequest.Parse(nest, _ => true).Error!.Reason);
    }

    [Theory, Spec("OIDC Core §5.5.1")]
    [InlineData("""{"id_token":{"sub":{"value":"abc"}}}""", "abc")]
    [InlineData("""{"id_token":{"sub":{"values":["abc"]}}}""", "abc")]
    [InlineData("""{"id_token":{"sub":null}}""", null)]
    [InlineData("""{"id_token":{"sub":{"essential":true}}}""", null)]
    [InlineData("""{"userinfo":{"sub":{"value":"abc"}}}""", null)]
    public void A_subject_asked_for_by_value_is_noticed(string json, string? subject) => Assert.Equal(subject, Parse(json).Subject);

    [Theory, Spec("OIDC Core §5.5.1.1"), Attack("MF-09")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:x:mfa"]}}}""", false)]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"urn:x:mfa"}}}""", false)]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:x:mfa","urn:identitysource:acr:password"]}}}""", true)]
    [InlineData("""{"id_token":{"acr":{"essential":true}}}""", true)]
    [InlineData("""{"id_token":{"acr":{"values":["urn:x:mfa"]}}}""", true)]
    public async Task An_essential_authentication_context_out_of_reach_is_refused(string json, bool good)
    {
        var web = new MemoryProvider().Web().SignedIn();

        var outcome = await web.AuthorizeAsync(web.AuthorizeRequest.With("claims", json));

        Assert.Equal(good ? null : "acr_essential_unmet", outcome.Sent().Error?.Reason);
        Assert.Equal(good ? null : "unmet_authentication_requirements", outcome.Sent().Parameter("error"));
    }
}
