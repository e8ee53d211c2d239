using IdentitySource.Protocol.Authorize;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary>Phase A: until application and redirect URI are known, the only answer is a page of ours.</summary>
[Spec("RFC 6749 §4.1.2.1")]
public class FindingOutWhoAsks
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public FindingOutWhoAsks() => web = provider.Web().SignedIn();

    private async Task<string> PageAsync(SentRequest request) => (await web.AuthorizeAsync(request)).Page().Reason;

    [Fact]
    public async Task What_cannot_be_read_is_shown_on_a_page()
    {
        var outcome = await provider.Authorize.HandleAsync(web.Server, RequestParameters.Parse(web.AuthorizeRequest.Encoded + "&x=%00"), null, null, default);

        Assert.Equal("parameter_malformed", outcome.Page().Reason);
    }

    [Fact]
    public async Task No_client_id_is_a_page() => Assert.Equal("client_id_missing", await PageAsync(web.AuthorizeRequest.Without("client_id")));

    [Theory, Attack("CA-10")]
    [InlineData("")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("nobody")]
    [InlineData("wеb")]
    public async Task An_unknown_client_id_is_a_page(string clientId)
    {
        var error = (await web.AuthorizeAsync(web.AuthorizeRequest.With("client_id", clientId))).Page();

        Assert.Equal(clientId.Length == 0 ? "client_id_missing" : "application_unknown", error.Reason);
    }

    [Fact]
    public async Task A_client_id_in_another_spelling_is_unknown()
    {
        Assert.Equal("application_unknown", await PageAsync(web.AuthorizeRequest.With("client_id", web.Application.ClientId.ToUpperInvariant())));
        Assert.Equal("application_unknown", await PageAsync(web.AuthorizeRequest.With("client_id", web.Application.ClientId + " ")));
        Assert.Equal("application_unknown", await PageAsync(web.AuthorizeRequest.With("client_id", web.Application.Id.ToString())));
    }

    [Fact, Attack("XT-01")]
    public async Task An_application_is_unknown_at_the_address_of_another_and_in_another_pool()
    {
        var elsewhere = new MemoryProvider().Web();

        Assert.Equal("application_unknown", (await web.At(provider.Spa().Server).AuthorizeAsync()).Page().Reason);
        Assert.Equal("application_unknown", (await web.At(elsewhere.Server).AuthorizeAsync()).Page().Reason);
        Assert.Equal("application_unknown", (await web.At(AuthorizationServers.Create(elsewhere.Application.PoolId)).AuthorizeAsync()).Page().Reason);
    }

    [Fact]
    public async Task The_shared_address_serves_every_application_of_the_pool() =>
        Assert.NotNull((await web.At(provider.SharedServer()).AuthorizeAsync()).Code());

    [Fact]
    public async Task A_disabled_application_is_a_page()
    {
        web.Change(application => application with { Enabled = false });

        Assert.Equal("application_disabled", await PageAsync(web.AuthorizeRequest));
    }

    [Fact, Attack("RU-18"), Suite("oidcc-ensure-redirect-uri-in-authorization-request")]
    public async Task No_redirect_uri_is_a_page_however_many_are_registered()
    {
        Assert.Equal("redirect_uri_missing", await PageAsync(web.AuthorizeRequest.Without("redirect_uri")));
        Assert.Equal("redirect_uri_missing", await PageAsync(web.AuthorizeRequest.With("redirect_uri", "")));

        web.Change(application => application with { RedirectUris = [NewApplication.Callback, "https://rp.acme.test/cb2"] });
        Assert.Equal("redirect_uri_missing", await PageAsync(web.AuthorizeRequest.Without("redirect_uri")));
    }

    [Fact, Attack("RU-01"), Suite("oidcc-ensure-registered-redirect-uri")]
    public async Task An_unregistered_redirect_uri_is_a_page_that_can_name_it()
    {
        var error = (await web.AuthorizeAsync(web.AuthorizeRequest.With("redirect_uri", "https://evil.test/cb"))).Page();

        Assert.Equal(("invalid_request", "redirect_uri_unregistered"), (error.Code, error.Reason));
        Assert.Contains(error.Evidence, each => each is { Name: "given", Value: "https://evil.test/cb" });
        Assert.DoesNotContain("evil", error.Description, StringComparison.Ordinal);
    }

    [Fact, Attack("RU-22")]
    public async Task A_redirect_uri_of_another_application_is_a_page()
    {
        var other = provider.Spa();

        Assert.Equal("redirect_uri_unregistered", await PageAsync(web.AuthorizeRequest.With("redirect_uri", other.Application.RedirectUris[0])));
    }

    [Theory, Attack("RU-25")]
    [InlineData("redirect_uri[]")]
    [InlineData("redirect_uri.0")]
    [InlineData("Redirect_Uri")]
    public async Task A_redirect_uri_by_another_name_is_none(string name) =>
        Assert.Equal("redirect_uri_missing", await PageAsync(web.AuthorizeRequest.Without("redirect_uri").And(name, NewApplication.Callback)));

    [Fact, Attack("RU-26")]
    public async Task A_redirect_uri_beyond_the_limit_is_a_page_even_when_it_is_registered()
    {
        var tooLong = NewApplication.Callback + "?x=" + new string('x', ParameterLimits.Otherwise);
        web.Change(application => application with { RedirectUris = [tooLong] });

        Assert.Equal("redirect_uri_unregistered", await PageAsync(web.AuthorizeRequest.With("redirect_uri", tooLong)));
        Assert.Equal("redirect_uri_unregistered", await PageAsync(web.AuthorizeRequest.With("redirect_uri", NewApplication.Callback + new string('x', 16_384))));
    }

    [Theory, Attack("PP-01"), Attack("PP-02"), Spec("RFC 6749 §3.1")]
    [InlineData("client_id", "x")]
    [InlineData("client_id", null)]
    [InlineData("redirect_uri", "https://evil.test/cb")]
    [InlineData("redirect_uri", null)]
    public async Task A_doubled_client_id_or_redirect_uri_is_a_page(string name, string? second)
    {
        var request = web.AuthorizeRequest;
        var doubled = request.And(name, second ?? request[name]!);

        Assert.Equal("address_parameter_repeated", await PageAsync(doubled));
        Assert.Equal("address_parameter_repeated", await PageAsync(SentRequest.Of((name, "x")).And("nonce", "n").And("nonce", "n").And(name, "y")));
    }

    [Fact, Attack("PP-02")]
    public async Task A_doubled_redirect_uri_is_a_page_also_behind_another_doubled_parameter() =>
        Assert.Equal("address_parameter_repeated", await PageAsync(web.AuthorizeRequest.And("nonce", "N1").And("redirect_uri", NewApplication.Callback)));

    [Theory, Attack("RU-24")]
    [InlineData("scope", "bogus\"")]
    [InlineData("scope", "profile")]
    [InlineData("prompt", "none")]
    [InlineData("prompt", "bogus")]
    [InlineData("response_type", "x")]
    [InlineData("response_type", "token")]
    [InlineData("response_mode", "x")]
    [InlineData("code_challenge_method", "x")]
    [InlineData("max_age", "x")]
    [InlineData("claims", "x")]
    [InlineData("id_token_hint", "x")]
    [InlineData("request", "x")]
    [InlineData("request_uri", "https://evil.test/r")]
    [InlineData("resource", "https://evil.test")]
    public async Task Another_error_beside_a_bad_redirect_uri_is_never_told_to_it(string name, string value)
    {
        var request = web.AuthorizeRequest.With(name, value);

        Assert.Equal("redirect_uri_unregistered", await PageAsync(request.With("redirect_uri", "https://evil.test/cb")));
        Assert.Equal("redirect_uri_missing", await PageAsync(request.Without("redirect_uri")));
        Assert.Equal("application_unknown", await PageAsync(request.With("client_id", "x")));
    }

    [Fact, Attack("RU-24")]
    public async Task A_denial_beside_a_bad_redirect_uri_is_never_told_to_it() =>
        Assert.Equal("redirect_uri_unregistered", (await web.AuthorizeAsync(
            web.AuthorizeRequest.With("redirect_uri", "https://evil.test/cb"), new Flow(Guid.NewGuid(), provider.Clock.Now, Denied: true))).Page().Reason);

    [Fact, Attack("RU-27")]
    public async Task A_redirect_uri_that_was_taken_away_meanwhile_gets_no_code()
    {
        var request = web.AuthorizeRequest;
        Flow flow = new(Guid.NewGuid(), provider.Clock.Now);
        web.Change(application => application with { RedirectUris = ["https://rp.acme.test/new"] });

        Assert.Equal("redirect_uri_unregistered", (await web.AuthorizeAsync(request, flow)).Page().Reason);
        Assert.Empty(provider.Grants.Authorizations);
    }

    [Fact, Attack("RU-19")]
    public async Task A_native_application_is_answered_at_the_port_it_listens_on()
    {
        var native = provider.Native(application => application with { Policy = application.Policy with { ShowConsent = false } }).SignedIn();

        var sent = (await native.AuthorizeAsync(native.AuthorizeRequest.With("redirect_uri", "http://127.0.0.1:51004/cb"))).Sent();

        Assert.StartsWith("http://127.0.0.1:51004/cb?code=", sent.Location(), StringComparison.Ordinal);
    }
}
