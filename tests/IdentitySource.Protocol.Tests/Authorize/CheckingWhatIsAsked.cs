using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Authorize.Checks;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary>Phase B: the application is known, so it is told what is wrong with its request.</summary>
public class CheckingWhatIsAsked
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public CheckingWhatIsAsked() => web = provider.Web().SignedIn();

    private async Task<(string Code, string Reason)> RefusedAsync(SentRequest request, MemoryRelyingParty? party = null)
    {
        var outcome = await (party ?? web).AuthorizeAsync(request);
        var error = outcome.Refusal();
        Assert.Empty(provider.Grants.Authorizations);
        Assert.Equal(web.Server.Issuer.Length, outcome.Sent().Parameter("iss")!.Length);
        Assert.All(error.Description, character => Assert.True(character is >= ' ' and <= '~' and not '"' and not '\\'));
        return (error.Code, error.Reason);
    }

    private Task<(string Code, string Reason)> RefusedAsync(string name, string value) => RefusedAsync(web.AuthorizeRequest.With(name, value));

    [Theory, Spec("RFC 6749 §3.1"), Attack("PP-03")]
    [InlineData("response_type")]
    [InlineData("scope")]
    [InlineData("nonce")]
    [InlineData("prompt")]
    [InlineData("code_challenge")]
    [InlineData("response_mode")]
    [InlineData("extra")]
    public async Task A_doubled_parameter_is_refused(string name) =>
        Assert.Equal(("invalid_request", "authorize_parameter_repeated"), await RefusedAsync(web.AuthorizeRequest.With(name, "query").And(name, "query")));

    [Fact, Attack("PP-03")]
    public async Task A_doubled_state_is_refused_and_not_returned()
    {
        foreach (var request in (SentRequest[])[web.AuthorizeRequest.And("state", "S1"), web.AuthorizeRequest.And("nonce", "N1").And("state", "S1")])
        {
            var sent = (await web.AuthorizeAsync(request)).Sent();

            Assert.Equal("authorize_parameter_repeated", sent.Error!.Reason);
            Assert.Null(sent.Parameter("state"));
        }
    }

    [Fact]
    public async Task The_name_of_a_doubled_parameter_is_told_in_printable_characters()
    {
        var error = (await web.AuthorizeAsync(web.AuthorizeRequest.And("a\"\r\nü\\", "1").And("a\"\r\nü\\", "2"))).Refusal();

        Assert.EndsWith(": a?????.", error.Description, StringComparison.Ordinal);
    }

    [Theory, Attack("OV-02"), Attack("OV-03"), Attack("OV-08")]
    [InlineData("state", 4096)]
    [InlineData("nonce", 1024)]
    [InlineData("scope", 8192)]
    [InlineData("claims", 8192)]
    [InlineData("login_hint", 2048)]
    public async Task A_parameter_beyond_its_limit_is_refused_by_name(string name, int limit)
    {
        var sent = (await web.AuthorizeAsync(web.AuthorizeRequest.With(name, new string('x', limit + 1)))).Sent();

        Assert.Equal(("invalid_request", "authorize_parameter_too_long"), (sent.Error!.Code, sent.Error.Reason));
        Assert.Contains(name, sent.Error.Description, StringComparison.Ordinal);
    }

    [Theory, Spec("OIDC Core §6.1"), Spec("OIDC Core §3.1.2.6")]
    [InlineData("request", "request_not_supported", "request_object_sent")]
    [InlineData("request_uri", "request_uri_not_supported", "request_uri_sent")]
    [InlineData("registration", "registration_not_supported", "registration_sent")]
    [InlineData("resource", "invalid_target", "resource_sent")]
    [Attack("SS-02"), Attack("MX-04")]
    [Suite("oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported")]
    [Suite("oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported"), Suite("oidcc-ensure-request-object-with-redirect-uri")]
    public async Task What_we_do_not_read_and_may_not_ignore_is_refused(string name, string code, string reason)
    {
        Assert.Equal((code, reason), await RefusedAsync(name, "https://evil.test/x"));
        Assert.Equal((code, reason), await RefusedAsync(web.AuthorizeRequest.And("resource", "").With(name, "https://evil.test/x")));
    }

    [Theory, Attack("PP-12"), Spec("RFC 6749 §3.1")]
    [InlineData("request")]
    [InlineData("request_uri")]
    [InlineData("resource")]
    [InlineData("prompt")]
    [InlineData("max_age")]
    [InlineData("claims")]
    [InlineData("id_token_hint")]
    [InlineData("response_mode")]
    [InlineData("state")]
    [InlineData("nonce")]
    public async Task An_optional_parameter_without_a_value_is_left_out(string name) =>
        Assert.NotNull((await web.AuthorizeAsync(web.AuthorizeRequest.With(name, ""))).Code());

    [Fact, Spec("RFC 6749 §3.1.1"), Suite("oidcc-response-type-missing")]
    public async Task No_response_type_is_refused() =>
        Assert.Equal(("invalid_request", "response_type_missing"), await RefusedAsync(web.AuthorizeRequest.Without("response_type")));

    [Theory, Attack("RT-02"), Spec("RFC 6749 §4.1.2.1")]
    [InlineData("x")]
    [InlineData("Code")]
    [InlineData("code code")]
    [InlineData("code ")]
    [InlineData("code  ")]
    [InlineData("token x")]
    public async Task An_unknown_response_type_is_refused(string type) =>
        Assert.Equal(("unsupported_response_type", "response_type_unknown"), await RefusedAsync("response_type", type));

    [Fact, Attack("RT-12")]
    public async Task A_response_type_or_its_grant_that_the_application_may_not_use_is_refused()
    {
        web.Change(application => application with { ResponseTypes = [] });
        Assert.Equal(("unauthorized_client", "response_type_not_allowed"), await RefusedAsync(web.AuthorizeRequest));

        web.Change(application => application with { ResponseTypes = ["code"], GrantTypes = ["refresh_token"] });
        Assert.Equal(("unauthorized_client", "response_type_not_allowed"), await RefusedAsync(web.AuthorizeRequest));
    }

    [Theory, Attack("RT-06")]
    [InlineData("foo")]
    [InlineData("web_message.jwt")]
    [InlineData("query.jwt")]
    [InlineData("form_post.jwt")]
    [InlineData("Query")]
    public async Task An_unknown_response_mode_is_refused_in_the_default_mode(string mode)
    {
        var sent = (await web.AuthorizeAsync(web.AuthorizeRequest.With("response_mode", mode))).Sent();

        Assert.Equal(("invalid_request", "response_mode_unknown", "query"), (sent.Error!.Code, sent.Error.Reason, sent.Mode.Name));
    }

    [Theory, Attack("RT-05"), Spec("OAuth Multiple Response Types §2.1")]
    [InlineData("code token", "query", "response_mode_leaks", "fragment")]
    [InlineData("id_token", "query", "response_mode_leaks", "fragment")]
    [InlineData("id_token", "form_post", null, "form_post")]
    [InlineData("code", "query", null, "query")]
    public void What_carries_a_token_does_not_travel_in_a_query(string type, string mode, string? reason, string answeredIn)
    {
        var request = web.AuthorizeRequest.With("response_type", type).With("response_mode", mode).Parameters;
        var redirect = VerifiedRedirect.Match([NewApplication.Callback], NewApplication.Callback)!;
        AuthorizeRequest asked = new(web.Server, web.Application, redirect, request, provider.Clock.Now);

        Assert.Equal(reason, ResponseTypes.CheckMode(asked)?.Reason);
        Assert.Equal(answeredIn, asked.Mode.Name);
    }

    [Theory, Spec("OIDC Core §3.1.2.1")]
    [InlineData("")]
    [InlineData("profile")]
    [InlineData("OpenId")]
    [InlineData("offline_access email")]
    public async Task A_scope_without_openid_is_refused(string scope) => Assert.Equal(("invalid_scope", "openid_missing"), await RefusedAsync("scope", scope));

    [Theory, Attack("UN-06"), Attack("OV-04")]
    [InlineData("openid\tx", "scope_malformed")]
    [InlineData("openid  x", "scope_spaces")]
    public async Task A_malformed_scope_is_refused(string scope, string reason) => Assert.Equal(("invalid_scope", reason), await RefusedAsync("scope", scope));

    [Theory, Attack("OV-07"), Spec("OIDC Core §5.5")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"id_token\":[]}")]
    [InlineData("{\"userinfo\":\"name\"}")]
    [InlineData("{\"id_token\":{\"name\":null},\"id_token\":{}}")]
    [InlineData("{\"id_token\":{\"\\ud800\":null}}")]
    public async Task Malformed_claims_are_refused(string claims) => Assert.Equal(("invalid_request", "claims_malformed"), await RefusedAsync("claims", claims));

    [Theory, Attack("PM-01"), Attack("PM-02"), Spec("OIDC Core §3.1.2.1")]
    [InlineData("none login", "prompt_none_with_others")]
    [InlineData("consent none", "prompt_none_with_others")]
    [InlineData("foo", "prompt_unknown")]
    [InlineData("create", "prompt_unknown")]
    [InlineData("LOGIN", "prompt_unknown")]
    [InlineData("login foo", "prompt_unknown")]
    [InlineData("login ", "prompt_unknown")]
    public async Task A_prompt_that_is_unknown_or_contradicts_itself_is_refused(string prompt, string reason) =>
        Assert.Equal(("invalid_request", reason), await RefusedAsync("prompt", prompt));

    [Theory, Spec("OIDC Core §3.1.2.1")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("99999999999")]
    [InlineData("x")]
    public async Task A_max_age_that_is_no_number_of_seconds_is_refused(string maxAge) =>
        Assert.Equal(("invalid_request", "max_age_malformed"), await RefusedAsync("max_age", maxAge));

    [Fact]
    public async Task The_first_refusal_in_the_order_of_the_checks_is_the_answer()
    {
        var everything = web.AuthorizeRequest.With("nonce", "1").And("nonce", "2").With("request", "x").With("response_type", "x").With("response_mode", "x")
            .With("scope", "x").With("code_challenge_method", "x").With("max_age", "x");
        string[] order =
        [
            "authorize_parameter_repeated", "request_object_sent", "response_type_unknown", "response_mode_unknown", "openid_missing", "pkce_method_unknown",
            "max_age_malformed",
        ];
        Func<SentRequest, SentRequest>[] mend =
        [
            request => request.With("nonce", "1"), request => request.Without("request"), request => request.With("response_type", "code"),
            request => request.Without("response_mode"), request => request.With("scope", "openid"), request => request.With("code_challenge_method", "S256"),
            request => request.Without("max_age"),
        ];

        foreach (var (reason, next) in order.Zip(mend))
        {
            Assert.Equal(reason, (await RefusedAsync(everything)).Reason);
            everything = next(everything);
        }

        Assert.NotNull((await web.AuthorizeAsync(everything)).Code());
    }

    [Fact]
    public async Task A_refused_request_asks_nobody_for_anything()
    {
        var nobody = provider.Web();

        Assert.Equal("openid_missing", (await nobody.AuthorizeAsync(nobody.AuthorizeRequest.With("scope", "email"))).Refusal().Reason);
        Assert.Equal(Ask.SignIn, (await nobody.AuthorizeAsync()).Asked());
    }

    [Theory, Suite("oidcc-ensure-request-with-unknown-parameter-succeeds"), Suite("oidcc-login-hint"), Suite("oidcc-ui-locales"), Suite("oidcc-claims-locales")]
    [Suite("oidcc-display-page"), Suite("oidcc-display-popup"), Suite("oidcc-ensure-request-with-acr-values-succeeds")]
    [InlineData("extra", "foobar")]
    [InlineData("login_hint", "ann")]
    [InlineData("ui_locales", "de fr zh-Hans")]
    [InlineData("claims_locales", "se")]
    [InlineData("display", "page")]
    [InlineData("display", "popup")]
    [InlineData("display", "bogus")]
    [InlineData("acr_values", "1 2")]
    [InlineData("iss", "https://evil.test")]
    public async Task What_only_advises_causes_no_error(string name, string value) =>
        Assert.NotNull((await web.AuthorizeAsync(web.AuthorizeRequest.With(name, value))).Code());
}
