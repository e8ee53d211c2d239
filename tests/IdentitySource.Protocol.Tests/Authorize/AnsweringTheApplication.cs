using IdentitySource.Protocol.Authorize;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

public class AnsweringTheApplication
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public AnsweringTheApplication() => web = provider.Web().SignedIn();

    [Fact, Spec("RFC 6749 §4.1.2"), Spec("RFC 9207 §2"), Attack("MX-01")]
    public async Task A_success_carries_code_state_and_issuer()
    {
        var sent = (await web.AuthorizeAsync()).Sent();

        Assert.Equal(["code", "state", "iss"], sent.Parameters.Select(each => each.Key));
        Assert.Equal((web.Server.Issuer, "S0"), (sent.Parameter("iss"), sent.Parameter("state")));
        Assert.Equal((NewApplication.Callback, "query"), (sent.Redirect.Uri, sent.Mode.Name));
    }

    [Theory, Spec("RFC 6749 §4.1.2.1"), Spec("RFC 9207 §2"), Attack("MX-01")]
    [InlineData("query")]
    [InlineData("fragment")]
    [InlineData("form_post")]
    public async Task An_error_carries_code_description_state_and_issuer_in_the_requested_mode(string mode)
    {
        var sent = (await web.AuthorizeAsync(web.AuthorizeRequest.With("response_mode", mode).With("scope", "email"))).Sent();

        Assert.Equal(["error", "error_description", "state", "iss"], sent.Parameters.Select(each => each.Key));
        Assert.Equal(("invalid_scope", "S0", web.Server.Issuer), (sent.Parameter("error"), sent.Parameter("state"), sent.Parameter("iss")));
        Assert.Equal(mode, sent.Mode.Name);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("fragment")]
    [InlineData("form_post")]
    public async Task A_code_travels_in_any_mode(string mode) =>
        Assert.Equal(mode, (await web.AuthorizeAsync(web.AuthorizeRequest.With("response_mode", mode))).Sent().Mode.Name);

    [Theory, Spec("RFC 6749 §4.1.2"), Attack("UN-07"), Attack("OV-02")]
    [InlineData("ü🙂\r\n\"<>")]
    [InlineData(" ")]
    public async Task A_state_comes_back_exactly(string state) =>
        Assert.Equal(state, (await web.AuthorizeAsync(web.AuthorizeRequest.With("state", state))).Sent().Parameter("state"));

    [Theory, Attack("OV-02"), Attack("PM-07"), Suite("oidcc-prompt-none-not-logged-in")]
    [InlineData(128)]
    [InlineData(1024)]
    [InlineData(4096)]
    public async Task A_long_state_comes_back_whole(int length)
    {
        var state = new string('s', length);
        var nobody = provider.Web();

        var sent = (await nobody.AuthorizeAsync(nobody.AuthorizeRequest.With("state", state).With("prompt", "none"))).Sent();

        Assert.Equal(("login_required", state), (sent.Parameter("error"), sent.Parameter("state")));
    }

    [Fact]
    public async Task No_state_is_invented()
    {
        Assert.Null((await web.AuthorizeAsync(web.AuthorizeRequest.Without("state"))).Sent().Parameter("state"));
        Assert.Null((await web.AuthorizeAsync(web.AuthorizeRequest.Without("state").With("scope", "x"))).Sent().Parameter("state"));
    }

    [Fact, Attack("MX-02")]
    public async Task An_issuer_in_the_request_is_not_reflected() =>
        Assert.Equal(web.Server.Issuer, (await web.AuthorizeAsync(web.AuthorizeRequest.With("iss", "https://evil.test"))).Sent().Parameter("iss"));

    [Fact, Suite("oidcc-alternate-happy-flow")]
    public async Task The_order_of_parameters_and_scopes_means_nothing()
    {
        var request = SentRequest.Of(
            ("code_challenge_method", "S256"), ("scope", "email openid"), ("nonce", "N0"), ("response_type", "code"), ("code_challenge", MemoryRelyingParty.Challenge),
            ("redirect_uri", NewApplication.Callback), ("client_id", web.Application.ClientId));

        Assert.NotNull((await web.AuthorizeAsync(request)).Code());
    }

    [Fact, Spec("RFC 6749 §10.10"), Suite("oidcc-server")]
    public async Task A_code_has_256_bits_and_only_its_hash_is_kept()
    {
        var codes = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            codes.Add(await web.CodeAsync());
        }

        Assert.Equal(100, codes.Count);
        Assert.All(codes, code => Assert.Matches("^[A-Za-z0-9_-]{43}$", code));
    }

    [Fact]
    public async Task What_was_granted_is_written_down()
    {
        await web.AuthorizeAsync(web.AuthorizeRequest.With("scope", "openid email"));

        var authorization = Assert.Single(provider.Grants.Authorizations);
        Assert.Equal((provider.PoolId, web.Server.Id, web.Application.Id), (authorization.PoolId, authorization.ServerId, authorization.ApplicationId));
        Assert.Equal((provider.Ann.Id, web.Session!.Id, web.Session.AuthenticatedAt), (authorization.SubjectId, authorization.SessionId, authorization.AuthenticatedAt));
        Assert.Equal(("openid email", "pwd", "N0", false), (authorization.Scopes.ToString(), authorization.Methods, authorization.Nonce, authorization.Offline));
        Assert.Equal(provider.Clock.Now, authorization.CreatedAt);
    }

    [Fact, Attack("AC-20"), Attack("UI-11")]
    public async Task One_interaction_has_one_answer()
    {
        Flow flow = new(Guid.NewGuid(), provider.Clock.Now);

        Assert.NotNull((await web.AuthorizeAsync(flow: flow)).Code());
        Assert.Equal("flow_already_finished", (await web.AuthorizeAsync(flow: flow)).Page().Reason);
        Assert.NotNull((await web.AuthorizeAsync(flow: flow with { Id = Guid.NewGuid() })).Code());
        Assert.Equal(2, provider.Grants.Authorizations.Count);
    }

    [Fact, Attack("CO-09")]
    public async Task A_person_who_said_no_cannot_go_back_and_say_yes()
    {
        Flow flow = new(Guid.NewGuid(), provider.Clock.Now);

        Assert.Equal("access_denied", (await web.AuthorizeAsync(flow: flow with { Denied = true })).Refusal().Code);
        Assert.Equal("flow_already_finished", (await web.AuthorizeAsync(flow: flow)).Page().Reason);
        Assert.Equal("flow_already_finished", (await web.AuthorizeAsync(flow: flow with { Denied = true })).Page().Reason);
        Assert.NotNull(Assert.Single(provider.Grants.Authorizations).RevokedAt);
    }

    [Fact]
    public async Task Requests_of_the_application_itself_are_answered_each()
    {
        Assert.NotEqual(await web.CodeAsync(), await web.CodeAsync());
        Assert.NotNull((await web.AuthorizeAsync()).Code());
        Assert.NotNull((await web.AuthorizeAsync()).Code());
    }

    [Fact, Suite("oidcc-ensure-request-without-nonce-succeeds-for-code-flow")]
    public async Task No_nonce_is_needed_and_none_invented()
    {
        await web.AuthorizeAsync(web.AuthorizeRequest.Without("nonce"));

        Assert.Null(Assert.Single(provider.Grants.Authorizations).Nonce);
    }
}
