using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Management.Tests.Applications;

public class RegisteringARedirectUri
{
    [Theory, Attack("RU-13")]
    [InlineData("javascript:alert(1)//rp.acme.test/cb", "redirect_uri_scheme")]
    [InlineData("data:text/html,x", "redirect_uri_scheme")]
    [InlineData("vbscript:x", "redirect_uri_scheme")]
    [InlineData("file:///etc/passwd", "redirect_uri_scheme")]
    [InlineData("blob:https://rp.acme.test/1", "redirect_uri_scheme")]
    [InlineData("about:blank", "redirect_uri_scheme")]
    [InlineData("myapp:/cb", "redirect_uri_scheme")]
    [InlineData("com.example.app:/cb", "redirect_uri_scheme")]
    public void A_scheme_that_is_not_the_webs_is_refused(string uri, string reason) => Assert.Equal(reason, Reason(uri));

    [Theory, Attack("RU-16")]
    [InlineData("https://rp.acme.test/cb?code=x")]
    [InlineData("https://rp.acme.test/cb?a=1&state=x")]
    [InlineData("https://rp.acme.test/cb?error")]
    [InlineData("https://rp.acme.test/cb?iss=x")]
    [InlineData("https://rp.acme.test/cb?session_state=x")]
    [InlineData("https://rp.acme.test/cb?response=x")]
    [InlineData("https://rp.acme.test/cb?c%6fde=x")]
    public void A_parameter_of_our_answers_is_refused(string uri) => Assert.Equal("redirect_uri_reserved_parameter", Reason(uri));

    [Theory, Attack("RU-17")]
    [InlineData("https://*.acme.test/cb")]
    [InlineData("https://rp.acme.test/*")]
    [InlineData("https://rp.acme.test/cb*")]
    [InlineData("https://rp.acme.test.*")]
    public void There_are_no_wildcards(string uri) => Assert.Equal("redirect_uri_wildcard", Reason(uri));

    [Theory, Spec("RFC 6749 §3.1.2")]
    [InlineData("https://rp.acme.test/cb#f", "redirect_uri_fragment")]
    [InlineData("https://rp.acme.test/cb#", "redirect_uri_fragment")]
    [InlineData("/cb", "redirect_uri_malformed")]
    [InlineData("//rp.acme.test/cb", "redirect_uri_malformed")]
    [InlineData("rp.acme.test/cb", "redirect_uri_malformed")]
    [InlineData("https:/rp.acme.test/cb", "redirect_uri_malformed")]
    [InlineData("https:rp.acme.test/cb", "redirect_uri_malformed")]
    [InlineData("https://", "redirect_uri_malformed")]
    [InlineData("https:///cb", "redirect_uri_malformed")]
    [InlineData("HTTPS://rp.acme.test/cb", "redirect_uri_malformed")]
    [InlineData(" https://rp.acme.test/cb", "redirect_uri_malformed")]
    [InlineData("https://rp.acme.test/c b", "redirect_uri_malformed")]
    [InlineData("https://rp.acme.test/cb\r\nX: 1", "redirect_uri_malformed")]
    [InlineData("https://rp.acme.test\\@evil.test/cb", "redirect_uri_malformed")]
    [InlineData("https://größe.test/cb", "redirect_uri_malformed")]
    [InlineData("", "redirect_uri_length")]
    public void It_must_be_absolute_and_whole(string uri, string reason) => Assert.Equal(reason, Reason(uri));

    [Theory]
    [InlineData("https://rp.acme.test@evil.test/cb")]
    [InlineData("https://user:pass@rp.acme.test/cb")]
    public void User_information_is_refused(string uri) => Assert.Equal("redirect_uri_user_info", Reason(uri));

    [Theory]
    [InlineData("https://RP.acme.test/cb")]
    [InlineData("https://rp.acme.test/a/../cb")]
    [InlineData("https://rp.acme.test/./cb")]
    [InlineData("https://rp.acme.test/a/%2e%2E/cb")]
    [InlineData("http://127.1/cb")]
    [InlineData("http://0x7f.0.0.1/cb")]
    [InlineData("https://rp.acme.test:/cb")]
    public void Another_spelling_of_where_a_browser_would_go_is_refused(string uri) => Assert.Equal("redirect_uri_not_normal", Reason(uri));

    [Theory]
    [InlineData("http://rp.acme.test/cb")]
    [InlineData("http://localhost.evil.test/cb")]
    [InlineData("http://127.0.0.1.evil.test/cb")]
    [InlineData("http://10.0.0.1/cb")]
    public void Http_is_for_this_machines_own_addresses(string uri) => Assert.Equal("redirect_uri_not_https", Reason(uri));

    [Theory]
    [InlineData("https://rp.acme.test/cb")]
    [InlineData("https://rp.acme.test")]
    [InlineData("https://rp.acme.test/")]
    [InlineData("https://rp.acme.test:8443/cb?env=1&x=%20y")]
    [InlineData("https://rp.acme.test:443/cb")]
    [InlineData("https://xn--gre-6ka8i.test/cb")]
    [InlineData("http://localhost:3000/cb")]
    [InlineData("http://localhost/cb")]
    [InlineData("http://127.0.0.1:51004/cb")]
    [InlineData("http://[::1]:9/cb")]
    [InlineData("http://shop.localhost:8080/cb")]
    public void An_ordinary_one_is_taken_as_it_is(string uri) => Assert.Null(Reason(uri));

    [Theory, Spec("RFC 8252 §7.1")]
    [InlineData("com.example.app:/cb", null)]
    [InlineData("com.example.app://cb", null)]
    [InlineData("com.example.app:/cb?code=1", "redirect_uri_reserved_parameter")]
    [InlineData("myapp:/cb", "redirect_uri_scheme")]
    [InlineData("javascript:alert(1)", "redirect_uri_scheme")]
    [InlineData("http://127.0.0.1/cb", null)]
    public void A_native_application_may_have_a_scheme_in_reverse_domain_order(string uri, string? reason) =>
        Assert.Equal(reason, RedirectUriRules.Check("redirect_uris", uri, ApplicationType.Native)?.Reason);

    [Fact]
    public void A_very_long_one_is_refused_and_shown_in_part()
    {
        var fault = RedirectUriRules.Check("redirect_uris", "https://rp.acme.test/" + new string('x', 5_000), ApplicationType.Web);
        Assert.Equal("redirect_uri_length", fault!.Reason);
        Assert.InRange(fault.Message.Length, 1, 400);
    }

    [Fact]
    public void One_that_stands_there_twice_is_pointed_out() => Assert.Equal(
        "redirect_uri_repeated",
        Assert.Single(RedirectUriRules.Check("redirect_uris", ["https://rp.acme.test/cb", "https://rp.acme.test/cb"], ApplicationType.Web)).Reason);

    private static string? Reason(string uri) => RedirectUriRules.Check("redirect_uris", uri, ApplicationType.Web)?.Reason;
}
