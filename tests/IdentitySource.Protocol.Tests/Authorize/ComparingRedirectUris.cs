using IdentitySource.Protocol.Authorize;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

[Spec("RFC 9700 §2.1")]
public class ComparingRedirectUris
{
    private const string Registered = "https://rp.acme.test/cb";

    [Fact]
    public void The_registered_address_is_verified() => Assert.Equal(Registered, VerifiedRedirect.Match([Registered], Registered)!.Uri);

    [Fact]
    public void Each_of_several_registered_addresses_is_verified()
    {
        string[] registered = [Registered, "https://rp.acme.test/other", "com.acme.app:/cb"];

        Assert.All(registered, uri => Assert.Equal(uri, VerifiedRedirect.Match(registered, uri)!.Uri));
    }

    [Fact]
    public void Without_a_registered_address_nothing_is_verified() => Assert.Null(VerifiedRedirect.Match([], Registered));

    [Theory]
    [Attack("RU-01"), InlineData("https://evil.test/cb")]
    [Attack("RU-02"), InlineData("https://rp.acme.test/cb/extra")]
    [InlineData("https://rp.acme.test/cb/../evil")]
    [InlineData("https://rp.acme.test/cb/%2e%2e/evil")]
    [Attack("RU-03"), InlineData("https://rp.acme.test/cb%252f..%252fevil")]
    [Attack("RU-04"), InlineData("https://rp.acme.test/cb/..;/evil")]
    [InlineData("https://rp.acme.test/cb;x=1")]
    [Attack("RU-05"), InlineData("https://rp.acme.test/cb?x=1")]
    [InlineData("https://rp.acme.test/cb?")]
    [Attack("RU-06"), InlineData("https://rp.acme.test/cb#f")]
    [InlineData("https://rp.acme.test/cb#")]
    [InlineData("https://rp.acme.test/cb%23f")]
    [Attack("RU-07"), InlineData("https://rp.acme.test@evil.test/cb")]
    [InlineData("https://rp.acme.test:x@evil.test/cb")]
    [InlineData("https://x@rp.acme.test/cb")]
    [Attack("RU-08"), InlineData("https://evil.test\\@rp.acme.test/cb")]
    [InlineData("https:\\\\rp.acme.test\\cb")]
    [InlineData("https:/rp.acme.test/cb")]
    [Attack("RU-09"), InlineData("https://rp.acme.test.evil.test/cb")]
    [InlineData("https://evilrp.acme.test/cb")]
    [InlineData("https://a.rp.acme.test/cb")]
    [Attack("RU-10"), InlineData("HTTPS://RP.ACME.TEST/cb")]
    [InlineData("https://rp.acme.test/CB")]
    [InlineData("https://rp.acme.test/%63b")]
    [Attack("RU-11"), InlineData("https://rp.acme.test:443/cb")]
    [InlineData("https://rp.acme.test./cb")]
    [InlineData("https://rp.acme.test/cb/")]
    [InlineData("http://rp.acme.test/cb")]
    [InlineData("https://rp.acme.test:8443/cb")]
    [InlineData("https://rp.acme.test//cb")]
    [Attack("RU-12"), InlineData("//rp.acme.test/cb")]
    [InlineData("/cb")]
    [InlineData("rp.acme.test/cb")]
    [InlineData("")]
    [InlineData(null)]
    [Attack("RU-13"), InlineData("javascript:alert(1)//rp.acme.test/cb")]
    [InlineData("data:text/html,x")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("blob:https://rp.acme.test/cb")]
    [Attack("RU-15"), InlineData(" https://rp.acme.test/cb")]
    [InlineData("https://rp.acme.test/cb ")]
    [InlineData("https://rp.acme.test/cb\r\nX-A:1")]
    [InlineData("https://rp.acme.test/c\tb")]
    [Attack("PP-08"), InlineData("https://rp.acme.test/cb&code=x&state=y")]
    [InlineData("https://rp.аcme.test/cb")]
    public void Anything_but_the_very_characters_is_not(string? requested) => Assert.Null(VerifiedRedirect.Match([Registered], requested));

    [Theory, Attack("RU-05"), Suite("oidcc-redirect-uri-query-OK"), Suite("oidcc-redirect-uri-query-mismatch"), Suite("oidcc-redirect-uri-query-added")]
    [InlineData("https://rp.acme.test/cb?env=2")]
    [InlineData("https://rp.acme.test/cb?env=1&x=1")]
    [InlineData("https://rp.acme.test/cb?ENV=1")]
    [InlineData("https://rp.acme.test/cb")]
    public void A_registered_query_belongs_to_the_address(string requested)
    {
        const string withQuery = "https://rp.acme.test/cb?env=1";

        Assert.NotNull(VerifiedRedirect.Match([withQuery], withQuery));
        Assert.Null(VerifiedRedirect.Match([withQuery], requested));
    }

    [Theory, Spec("RFC 8252 §7.3")]
    [InlineData("http://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1:51004/cb")]
    [InlineData("http://[::1]/cb")]
    [InlineData("http://[::1]:9/cb")]
    [InlineData("com.acme.app:/cb")]
    public void The_port_of_a_loopback_address_is_free(string requested) =>
        Assert.Equal(requested, VerifiedRedirect.Match(["http://127.0.0.1/cb", "http://[::1]/cb", "com.acme.app:/cb"], requested)!.Uri);

    [Fact, Spec("RFC 8252 §7.3")]
    public void A_port_registered_with_a_loopback_address_does_not_bind_it()
    {
        Assert.NotNull(VerifiedRedirect.Match(["http://127.0.0.1:3000/cb?x=1"], "http://127.0.0.1:4000/cb?x=1"));
        Assert.NotNull(VerifiedRedirect.Match(["http://127.0.0.1:3000"], "http://127.0.0.1:4000"));
        Assert.Null(VerifiedRedirect.Match(["http://127.0.0.1:3000/cb?x=1"], "http://127.0.0.1:4000/cb?x=2"));
    }

    [Theory, Attack("RU-19"), Spec("RFC 8252 §8.3")]
    [InlineData("http://localhost:51004/cb")]
    [InlineData("http://localhost/cb")]
    [InlineData("http://127.0.0.1.evil.test/cb")]
    [InlineData("http://localhost.evil.test/cb")]
    [InlineData("http://127.1/cb")]
    [InlineData("http://127.0.0.2/cb")]
    [InlineData("http://127.0.0.10/cb")]
    [InlineData("http://0x7f.0.0.1/cb")]
    [InlineData("http://2130706433/cb")]
    [InlineData("http://127.0.0.1:51004/cb2")]
    [InlineData("http://127.0.0.1:51004/cb#f")]
    [InlineData("http://127.0.0.1:51004/cb?x=1")]
    [InlineData("http://127.0.0.1:51004")]
    [InlineData("https://127.0.0.1:51004/cb")]
    [InlineData("HTTP://127.0.0.1:51004/cb")]
    [InlineData("http://127.0.0.1:80@evil.test/cb")]
    [InlineData("http://127.0.0.1@evil.test/cb")]
    [InlineData("http://127.0.0.1:@evil.test/cb")]
    [InlineData("http://127.0.0.1:/cb")]
    [InlineData("http://127.0.0.1:x/cb")]
    [InlineData("http://127.0.0.1:123456/cb")]
    [InlineData("http://127.0.0.1:８０/cb")]
    [InlineData("http://127.0.0.1:80:80/cb")]
    [InlineData("http://[::1].evil.test/cb")]
    [InlineData("http://[::1]@evil.test/cb")]
    [InlineData("http://[::2]:9/cb")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/cb")]
    [InlineData("com.acme.app:/cb2")]
    [InlineData("com.acme.app://cb")]
    public void Only_the_port_of_a_loopback_address_is_free(string requested) =>
        Assert.Null(VerifiedRedirect.Match(["http://127.0.0.1/cb", "http://[::1]/cb", "com.acme.app:/cb"], requested));

    [Fact, Attack("RU-19")]
    public void A_port_is_free_for_loopback_alone_and_not_across_the_two_literals()
    {
        Assert.Null(VerifiedRedirect.Match(["http://rp.acme.test/cb"], "http://rp.acme.test:8080/cb"));
        Assert.Null(VerifiedRedirect.Match(["http://127.0.0.1/cb"], "http://[::1]/cb"));
        Assert.Null(VerifiedRedirect.Match(["http://127.0.0.1.evil.test/cb"], "http://127.0.0.1:1.evil.test/cb"));
    }
}
