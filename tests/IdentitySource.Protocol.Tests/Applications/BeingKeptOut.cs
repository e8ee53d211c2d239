using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Applications;

/// <summary>The application's access rules keep Ann out, from this moment on and wherever she is answered for.</summary>
public class BeingKeptOut
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public BeingKeptOut() => web = provider.Web(application => application with { GrantTypes = [.. application.GrantTypes, "password"] }).SignedIn();

    [Fact, Spec("RFC 6749 §4.1.2.1")]
    public async Task She_gets_a_page_and_the_application_learns_that_access_is_denied()
    {
        web.Keep(outside: true);
        Assert.Equal(Ask.NoAccess, (await web.AuthorizeAsync()).Asked());

        Flow denied = new(Guid.NewGuid(), provider.Clock.Now, Denied: true);
        var error = (await web.AuthorizeAsync(flow: denied)).Refusal();
        Assert.Equal(("access_denied", "person_has_no_access", provider.Ann.Id), (error.Code, error.Reason, error.SubjectId));
    }

    [Fact, Spec("OIDC Core §3.1.2.6")]
    public async Task Without_a_page_the_refusal_comes_at_once()
    {
        web.Keep(outside: true);

        Assert.Equal("person_has_no_access", (await web.AuthorizeAsync(web.AuthorizeRequest.With("prompt", "none"))).Refusal().Reason);
    }

    [Fact, Attack("AC-10")]
    public async Task A_code_on_its_way_buys_nothing()
    {
        var code = await web.CodeAsync();
        web.Keep(outside: true);

        var error = (await web.ExchangeAsync(code)).Error!;
        Assert.Equal(("invalid_grant", "code_grant_ended", "no_access"), (error.Code, error.Reason, error.Evidence[0].Value));
    }

    [Fact, Attack("RF-07")]
    public async Task A_refresh_token_buys_nothing_and_is_good_again_when_she_is_let_in()
    {
        var tokens = await web.TokensAsync("openid offline_access");
        web.Keep(outside: true);
        var error = (await web.RefreshAsync(tokens.RefreshToken)).Error!;
        Assert.Equal(("invalid_grant", "refresh_grant_ended", "no_access"), (error.Code, error.Reason, error.Evidence[0].Value));

        provider.Clock.AdvanceSeconds(3600);
        web.Keep(outside: false);
        Assert.NotNull((await web.RefreshAsync(tokens.RefreshToken)).Value);
    }

    [Fact, Attack("TT-16")]
    public async Task An_access_token_is_good_for_nothing_that_we_are_asked_about()
    {
        var token = (await web.TokensAsync()).AccessToken;
        web.Keep(outside: true);

        Assert.Equal("access_token_grant_ended", (await web.UserInfoAsync(token)).Error!.Reason);
        Assert.Equal("""{"active":false}""", Answers.Text((await web.IntrospectAsync(token)).Value!));
    }

    [Fact, Attack("EN-06")]
    public async Task Her_password_buys_nothing_and_nobody_learns_that_it_was_right()
    {
        provider.Passwords.Put(provider.PoolId, SignInName.Username, "ann", provider.Ann.Id);
        var form = SentRequest.Of(("grant_type", "password"), ("username", "ann"), ("password", MemoryPasswords.Right), ("scope", "openid offline_access"));
        web.Keep(outside: true);

        var right = (await web.TokenAsync(web.Proven(form, web.Application.Authentication.Token))).Error!;
        var wrong = (await web.TokenAsync(web.Proven(form.With("password", "guess"), web.Application.Authentication.Token))).Error!;

        Assert.Equal(("password_grant_ended", "no_access"), (right.Reason, right.Evidence[0].Value));
        Assert.Equal((wrong.Code, wrong.Description, wrong.Status), (right.Code, right.Description, right.Status));
    }

    [Fact]
    public async Task Another_application_and_another_person_are_not_concerned()
    {
        var (other, bob) = (provider.Spa().SignedIn(), provider.AddPerson("bob"));
        web.Keep(outside: true);

        Assert.NotEmpty((await other.AuthorizeAsync()).Code());
        Assert.NotEmpty((await web.SignedIn(bob).AuthorizeAsync()).Code());
    }
}
