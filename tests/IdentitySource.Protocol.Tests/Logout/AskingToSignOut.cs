using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Logout;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Logout;

[Spec("RP-Initiated Logout §2"), Spec("RP-Initiated Logout §3")]
public class AskingToSignOut
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public AskingToSignOut() => web = provider.Web().SignedIn();

    private async Task<SentRequest> HintedAsync() => SentRequest.Of(("id_token_hint", (await web.TokensAsync()).IdToken!));

    private static ProtocolError Error(LogoutStep step) => Assert.IsType<LogoutStep.ShowError>(step).Error;

    private static string? Location(LogoutStep step) => step switch
    {
        LogoutStep.SignOut { Target: var target } => target?.Location,
        LogoutStep.Confirm { Target: var target } => target?.Location,
        LogoutStep.Done { Target: var target } => target?.Location,
        _ => throw new InvalidOperationException(step.ToString()),
    };

    [Fact, Suite("oidcc-rp-initiated-logout")]
    public async Task A_valid_hint_signs_out_at_once_and_leads_back_with_the_state()
    {
        var state = new string('s', 128);

        var step = await web.LogOutAsync((await HintedAsync()).With("post_logout_redirect_uri", NewApplication.AfterLogout).With("state", state));

        Assert.Equal(web.Application, Assert.IsType<LogoutStep.SignOut>(step).Application);
        Assert.Equal($"{NewApplication.AfterLogout}?state={state}", Location(step));
    }

    [Fact, Suite("oidcc-rp-initiated-logout-no-state")]
    public async Task No_state_is_invented()
    {
        var step = await web.LogOutAsync((await HintedAsync()).With("post_logout_redirect_uri", NewApplication.AfterLogout));

        Assert.Equal(NewApplication.AfterLogout, Location(step));
    }

    [Fact, Attack("OR-12"), Attack("HI-01")]
    public async Task A_state_cannot_become_a_header_and_a_registered_query_is_kept()
    {
        web.Change(application => application with { PostLogoutRedirectUris = ["https://rp.acme.test/bye?env=1"] });

        var step = await web.LogOutAsync((await HintedAsync()).With("post_logout_redirect_uri", "https://rp.acme.test/bye?env=1").With("state", "\r\nSet-Cookie:x=1"));

        Assert.Equal("https://rp.acme.test/bye?env=1&state=%0D%0ASet-Cookie%3Ax%3D1", Location(step));
    }

    [Fact, Suite("oidcc-rp-initiated-logout-no-post-logout-redirect-uri")]
    public async Task A_hint_alone_signs_out_and_leads_nowhere()
    {
        var step = await web.LogOutAsync(await HintedAsync());

        Assert.IsType<LogoutStep.SignOut>(step);
        Assert.Null(Location(step));
    }

    [Fact]
    public async Task An_expired_hint_is_still_one()
    {
        var hinted = await HintedAsync();
        provider.Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsType<LogoutStep.SignOut>(await web.LogOutAsync(hinted));
    }

    [Theory, Attack("OR-05"), Attack("OR-02"), Suite("oidcc-rp-initiated-logout-bad-post-logout-redirect-uri"), Suite("oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri")]
    [InlineData("https://evil.test/bye")]
    [InlineData("https://rp.acme.test/bye?foo=bar")]
    [InlineData("https://rp.acme.test/bye/")]
    [InlineData("https://rp.acme.test/BYE")]
    [InlineData("https://rp.acme.test/x/../bye")]
    [InlineData("https://x@rp.acme.test/bye")]
    [InlineData("https://rp.acme.test/cb")]
    public async Task An_unregistered_address_is_refused_and_never_led_to(string uri)
    {
        var hinted = (await HintedAsync()).With("post_logout_redirect_uri", uri);

        var error = Error(await web.LogOutAsync(hinted));

        Assert.Equal(("invalid_request", "logout_uri_unregistered"), (error.Code, error.Reason));
        Assert.Null(Location(await web.LogOutAsync(hinted.Without("id_token_hint").With("client_id", web.Application.ClientId))));
    }

    [Fact]
    public async Task The_port_of_a_loopback_address_is_part_of_it()
    {
        web.Change(application => application with { PostLogoutRedirectUris = ["http://127.0.0.1:5000/bye"] });
        var hinted = await HintedAsync();

        Assert.Equal("http://127.0.0.1:5000/bye", Location(await web.LogOutAsync(hinted.With("post_logout_redirect_uri", "http://127.0.0.1:5000/bye"))));
        Assert.Equal("logout_uri_unregistered", Error(await web.LogOutAsync(hinted.With("post_logout_redirect_uri", "http://127.0.0.1:5001/bye"))).Reason);
    }

    [Fact, Attack("OR-02")]
    public async Task An_address_of_another_application_is_refused()
    {
        var evil = provider.Web(application => application with { PostLogoutRedirectUris = ["https://evil.test/bye"] });

        Assert.Equal("logout_uri_unregistered", Error(await web.LogOutAsync((await HintedAsync()).With("post_logout_redirect_uri", "https://evil.test/bye"))).Reason);
        Assert.Null(Location(await web.LogOutAsync(SentRequest.Of(("client_id", evil.Application.ClientId), ("post_logout_redirect_uri", "https://evil.test/bye")))));
    }

    [Fact, Attack("OR-03"), Attack("UI-04"), Suite("oidcc-rp-initiated-logout-no-params"), Suite("oidcc-rp-initiated-logout-only-state"), Suite("oidcc-rp-initiated-logout-no-id-token-hint")]
    public async Task Without_a_hint_the_person_is_asked_and_led_nowhere()
    {
        foreach (var request in (SentRequest[])[SentRequest.Of(), SentRequest.Of(("state", "x")), SentRequest.Of(("post_logout_redirect_uri", NewApplication.AfterLogout))])
        {
            var step = await web.LogOutAsync(request);

            Assert.Null(Assert.IsType<LogoutStep.Confirm>(step).Application);
            Assert.Null(Location(step));
        }
    }

    [Fact]
    public async Task With_a_client_id_alone_the_person_is_asked_and_may_be_led_to_a_registered_address()
    {
        var step = await web.LogOutAsync(SentRequest.Of(("client_id", web.Application.ClientId), ("post_logout_redirect_uri", NewApplication.AfterLogout)));

        Assert.Equal(web.Application, Assert.IsType<LogoutStep.Confirm>(step).Application);
        Assert.Equal(NewApplication.AfterLogout, Location(step));
    }

    [Theory, Attack("JW-19"), Attack("TT-02"), Suite("oidcc-rp-initiated-logout-modified-id-token-hint"), Suite("oidcc-rp-initiated-logout-bad-id-token-hint")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")]
    [InlineData("access token")]
    [InlineData("tampered")]
    [InlineData("other issuer")]
    public async Task A_hint_that_does_not_verify_is_no_hint(string what)
    {
        var tokens = await web.TokensAsync();
        var hint = what switch
        {
            "access token" => tokens.AccessToken,
            "tampered" => tokens.IdToken![..^4] + "AAAA",
            "other issuer" => (await web.At(provider.SharedServer()).TokensAsync()).IdToken!,
            _ => what,
        };

        var step = await web.LogOutAsync(SentRequest.Of(
            ("id_token_hint", hint), ("client_id", web.Application.ClientId), ("post_logout_redirect_uri", NewApplication.AfterLogout)));

        Assert.IsType<LogoutStep.Confirm>(step);
        Assert.Null(Location(step));
    }

    [Fact, Attack("OR-06")]
    public async Task A_hint_about_somebody_else_asks_the_person_who_is_here()
    {
        var bob = (await web.SignedIn(provider.AddPerson("bob")).TokensAsync()).IdToken!;
        web.SignedIn();

        Assert.IsType<LogoutStep.Confirm>(await web.LogOutAsync(SentRequest.Of(("id_token_hint", bob))));
    }

    [Fact, Attack("OR-04")]
    public async Task A_client_id_that_is_not_the_hints_audience_is_refused() =>
        Assert.Equal("logout_client_differs", Error(await web.LogOutAsync((await HintedAsync()).With("client_id", "other"))).Reason);

    [Fact]
    public async Task Nobody_signed_in_is_signed_out_already()
    {
        var hinted = (await HintedAsync()).With("post_logout_redirect_uri", NewApplication.AfterLogout);
        var nobody = new MemoryRelyingParty(provider, web.Application, web.Server);

        Assert.IsType<LogoutStep.Done>(await nobody.LogOutAsync(SentRequest.Of()));
        Assert.Null(Location(await nobody.LogOutAsync(hinted.Without("id_token_hint").With("client_id", web.Application.ClientId))));
        Assert.Equal(NewApplication.AfterLogout, Location(await nobody.LogOutAsync(hinted)));
    }

    [Fact]
    public async Task A_disabled_application_is_led_back_to_no_more()
    {
        var hinted = (await HintedAsync()).With("post_logout_redirect_uri", NewApplication.AfterLogout);
        web.Change(application => application with { Enabled = false });

        Assert.Equal("logout_uri_unregistered", Error(await web.LogOutAsync(hinted)).Reason);
        Assert.IsType<LogoutStep.SignOut>(await web.LogOutAsync(hinted.Without("post_logout_redirect_uri")));
    }

    [Fact, Spec("RFC 6749 §3.1")]
    public async Task What_cannot_be_read_or_came_twice_is_refused()
    {
        Assert.Equal("parameter_repeated", Error(await web.LogOutAsync(SentRequest.Of(("state", "1"), ("state", "2")))).Reason);
        Assert.Equal("parameter_malformed", Error(await provider.EndSession.HandleAsync(web.Server, RequestParameters.Parse("state=%ff"), _ => Task.FromResult(web.Session), default)).Reason);
    }

    [Fact]
    public async Task The_session_that_is_meant_is_the_one_that_counts_for_the_application()
    {
        List<string?> asked = [];
        foreach (var sent in new[]
        {
            SentRequest.Of(("id_token_hint", (await web.TokensAsync()).IdToken!)),
            SentRequest.Of(("client_id", web.Application.ClientId)),
            SentRequest.Of(("client_id", Guid.NewGuid().ToString("N"))),
            SentRequest.Of(),
        })
        {
            await provider.EndSession.HandleAsync(
                web.Server,
                sent.Parsed,
                application =>
                {
                    asked.Add(application?.ClientId);
                    return Task.FromResult<Session?>(null);
                },
                default);
        }

        Assert.Equal([web.Application.ClientId, web.Application.ClientId, null, null], asked);
    }
}
