using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary>Which application may ask for what, and how the answer may travel.</summary>
public class AskingForTokensAtOnce
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public AskingForTokensAtOnce() => web = provider.Web(NewApplication.OfEveryMode).SignedIn();

    private async Task<(string Code, string Reason, string Mode)> RefusedAsync(string type, Func<SentRequest, SentRequest>? change = null)
    {
        var request = web.AuthorizeRequest.With("response_type", type);
        var outcome = await web.AuthorizeAsync(change?.Invoke(request) ?? request);
        var error = outcome.Refusal();
        Assert.Empty(provider.Grants.Authorizations);
        Assert.Equal((MemoryRelyingParty.State, web.Server.Issuer), (outcome.Sent().Parameter("state"), outcome.Sent().Parameter("iss")));
        return (error.Code, error.Reason, outcome.Sent().Mode.Name);
    }

    [Theory, Attack("RT-02"), Spec("RFC 6749 §4.2.2.1")]
    [InlineData("id_token", "fragment")]
    [InlineData("id_token token", "fragment")]
    [InlineData("code id_token", "fragment")]
    [InlineData("code token", "fragment")]
    [InlineData("code id_token token", "fragment")]
    [InlineData("none", "query")]
    public async Task A_type_that_is_not_ticked_is_refused_and_the_others_are_not(string type, string mode)
    {
        web.Change(application => application with { ResponseTypes = ["code"] });
        Assert.Equal(("unauthorized_client", "response_type_not_allowed", mode), await RefusedAsync(type));

        web.Change(application => application with { ResponseTypes = [type] });
        Assert.Equal(("unauthorized_client", "response_type_not_allowed", "query"), await RefusedAsync("code"));
        Assert.Null((await web.AuthorizeAsync(web.AuthorizeRequest.With("response_type", type))).Sent().Error);
    }

    [Theory, Attack("RT-12")]
    [InlineData("code", "authorization_code")]
    [InlineData("id_token", "implicit")]
    [InlineData("id_token token", "implicit")]
    [InlineData("code id_token", "authorization_code implicit")]
    [InlineData("code token", "authorization_code implicit")]
    [InlineData("code id_token token", "authorization_code implicit")]
    public async Task Each_mode_that_a_type_needs_must_be_ticked(string type, string modes)
    {
        var needed = modes.Split(' ');
        foreach (var missing in needed)
        {
            web.Change(application => application with { GrantTypes = [.. ProtocolCatalog.GrantTypes.Where(grant => grant != missing)] });
            Assert.Equal("response_type_not_allowed", (await RefusedAsync(type)).Reason);
        }

        web.Change(application => application with { GrantTypes = [.. needed] });
        Assert.Null((await web.AuthorizeAsync(web.AuthorizeRequest.With("response_type", type))).Sent().Error);
    }

    [Fact]
    public async Task None_needs_one_of_the_browsers_modes()
    {
        web.Change(application => application with { GrantTypes = ["refresh_token"] });
        Assert.Equal("response_type_not_allowed", (await RefusedAsync("none")).Reason);

        foreach (var mode in (string[])["authorization_code", "implicit"])
        {
            web.Change(application => application with { GrantTypes = [mode] });
            Assert.Null((await web.AuthorizeAsync(web.AuthorizeRequest.With("response_type", "none"))).Sent().Error);
        }
    }

    [Theory, Attack("RT-01"), Spec("OIDC Core §3.2.2.1")]
    [InlineData("token")]
    [InlineData("none code")]
    [InlineData("none id_token")]
    public async Task A_token_without_an_id_token_and_nothing_together_with_something_are_unknown_here(string type) =>
        Assert.Equal(("unsupported_response_type", "response_type_unknown"), ((await RefusedAsync(type)).Code, (await RefusedAsync(type)).Reason));

    [Theory, Attack("RT-05"), Spec("OAuth Multiple Response Types §3")]
    [InlineData("id_token")]
    [InlineData("id_token token")]
    [InlineData("code token")]
    public async Task A_query_carries_no_token_not_even_the_refusal(string type) =>
        Assert.Equal(("invalid_request", "response_mode_leaks", "fragment"), await RefusedAsync(type, request => request.With("response_mode", "query")));

    [Theory, Attack("RT-10"), Spec("OIDC Core §3.2.2.1"), Spec("OIDC Core §3.3.2.11"), Suite("oidcc-ensure-request-without-nonce-fails")]
    [InlineData("id_token")]
    [InlineData("id_token token")]
    [InlineData("code id_token")]
    [InlineData("code id_token token")]
    public async Task An_id_token_needs_a_nonce(string type)
    {
        Assert.Equal(("invalid_request", "nonce_missing", "fragment"), await RefusedAsync(type, request => request.Without("nonce")));
        Assert.Equal(("invalid_request", "nonce_missing", "form_post"), await RefusedAsync(type, request => request.With("nonce", "").With("response_mode", "form_post")));
    }

    [Theory, Suite("oidcc-ensure-request-without-nonce-succeeds-for-code-flow")]
    [InlineData("code")]
    [InlineData("code token")]
    [InlineData("none")]
    public async Task What_brings_no_id_token_needs_none(string type) =>
        Assert.Null((await web.AuthorizeAsync(web.AuthorizeRequest.With("response_type", type).Without("nonce"))).Sent().Error);

    [Theory, Attack("RT-10")]
    [InlineData("id_token")]
    [InlineData("code token")]
    public async Task Openid_is_needed_as_always(string type) =>
        Assert.Equal(("invalid_scope", "openid_missing", "fragment"), await RefusedAsync(type, request => request.With("scope", "email")));

    [Theory, Spec("OIDC Core §3.2.2.1"), Spec("OIDC Core §3.3.2.1")]
    [InlineData("http://rp.acme.test/cb", false)]
    [InlineData("http://localhost.acme.test/cb", false)]
    [InlineData("http://192.168.0.7/cb", false)]
    [InlineData("com.acme.app:/cb", false)]
    [InlineData("https://rp.acme.test/cb", true)]
    [InlineData("http://localhost:4000/cb", true)]
    [InlineData("http://app.localhost/cb", true)]
    [InlineData("http://127.0.0.1:4000/cb", true)]
    [InlineData("http://[::1]:4000/cb", true)]
    public async Task Tokens_travel_to_where_nobody_reads_along(string callback, bool may)
    {
        web.Change(application => application with { RedirectUris = [callback] });
        foreach (var type in (string[])["id_token", "code token", "code id_token"])
        {
            var error = (await web.AuthorizeAsync(web.AuthorizeRequest.With("response_type", type))).Sent().Error;
            Assert.Equal(may ? null : ("invalid_request", "callback_not_https"), error is null ? null : ((string, string)?)(error.Code, error.Reason));
        }

        Assert.NotNull((await web.AuthorizeAsync()).Code());
        Assert.Null((await web.AuthorizeAsync(web.AuthorizeRequest.With("response_type", "none"))).Sent().Error);

        web.Change(application => application with { Policy = new ApplicationPolicy { AllowHttpImplicitCallback = true } });
        Assert.Null((await web.AuthorizeAsync(web.AuthorizeRequest.With("response_type", "id_token"))).Sent().Error);
    }
}
