using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Authorize.ResponseModes;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary><c>response_mode=web_message</c>: to whom the answer may be told, and who may frame the page that tells it.</summary>
[Spec("draft-sakimura-oauth-wmrm-01")]
public class TellingAWindow
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public TellingAWindow() => web = provider.Web(NewApplication.OfEveryMode).SignedIn();

    private async Task<AuthorizeOutcome.SendToClient> AskAsync(Func<SentRequest, SentRequest> change) =>
        (await web.AuthorizeAsync(change(web.AuthorizeRequest.With("response_mode", "web_message")))).Sent();

    [Theory]
    [InlineData("https://rp.acme.test/cb", "https://rp.acme.test")]
    [InlineData("https://rp.acme.test:8443/cb?x=1", "https://rp.acme.test:8443")]
    [InlineData("https://rp.acme.test:443/", "https://rp.acme.test")]
    [InlineData("http://localhost:4000/cb", "http://localhost:4000")]
    public async Task The_answer_is_for_the_origin_of_the_redirect_uri(string callback, string origin)
    {
        web.Change(application => application with { RedirectUris = [callback] });

        var sent = await AskAsync(request => request.With("response_type", "code id_token"));

        Assert.Equal(("web_message", origin), (sent.Mode.Name, WebMessageMode.Target(sent.Redirect)));
        Assert.Null(sent.Location());
        Assert.NotNull(sent.Parameter("code"));
    }

    [Fact]
    public async Task A_scheme_of_ones_own_has_no_origin_to_tell()
    {
        web.Change(application => application with { RedirectUris = ["com.acme.app:/cb"] });

        var sent = await AskAsync(request => request);

        Assert.Equal(("invalid_request", "web_message_without_origin", "query"), (sent.Error!.Code, sent.Error.Reason, sent.Mode.Name));
    }

    [Theory, Spec("RFC 6749 §4.1.2.1"), Attack("MX-01")]
    [InlineData("scope", "email", "invalid_scope")]
    [InlineData("response_type", "x", "unsupported_response_type")]
    [InlineData("max_age", "x", "invalid_request")]
    public async Task A_refusal_is_told_the_same_way_with_state_and_issuer(string name, string value, string error)
    {
        var sent = await AskAsync(request => request.With(name, value));

        Assert.Equal((error, "web_message"), (sent.Parameter("error"), sent.Mode.Name));
        Assert.Equal((MemoryRelyingParty.State, web.Server.Issuer), (sent.Parameter("state"), sent.Parameter("iss")));
    }

    [Fact, Attack("UI-05")]
    public async Task Only_an_answer_that_asked_for_no_page_may_be_framed_and_only_by_the_origin_that_is_told()
    {
        web.Change(application => application with { AllowedOrigins = ["https://app.acme.test", "https://rp.acme.test"], RedirectUris = [NewApplication.Callback, "https://other.acme.test/cb"] });

        Assert.Equal("https://rp.acme.test", await FramingAsync("none"));
        Assert.Null(await FramingAsync(""));
        Assert.Null(await FramingAsync("none login"));
        Assert.Null(await FramingAsync("foo"));

        async Task<string?> FramingAsync(string prompt) => WebMessageMode.Framing((await AskAsync(request => request.With("prompt", prompt))).Request);
    }

    [Fact]
    public async Task A_silent_renewal_is_told_too_when_nobody_is_there()
    {
        var nobody = provider.Spa();

        var sent = (await nobody.AuthorizeAsync(nobody.AuthorizeRequest.With("response_mode", "web_message").With("prompt", "none"))).Sent();

        Assert.Equal(("login_required", "web_message", MemoryRelyingParty.State), (sent.Parameter("error"), sent.Mode.Name, sent.Parameter("state")));
        Assert.NotNull(WebMessageMode.Framing(sent.Request));
    }
}
