using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

public class GrantingScopes
{
    private readonly MemoryProvider provider = new();

    private async Task<(string Scope, bool Offline)> GrantedAsync(string scope, string? prompt = null, Func<Application, Application>? vary = null)
    {
        var web = provider.Web(application =>
        {
            var varied = vary?.Invoke(application) ?? application;
            return varied with { Policy = varied.Policy with { ShowConsent = false } };
        }).SignedIn();
        await web.CodeAsync(scope, request => prompt is null ? request.Without("prompt") : request.With("prompt", prompt));
        var authorization = provider.Grants.Authorizations.Last();
        return (authorization.Scopes.ToString(), authorization.Offline);
    }

    [Theory, Spec("OIDC Core §3.1.2.1")]
    [InlineData("openid", "openid")]
    [InlineData("openid unknown admin profile", "openid profile")]
    [InlineData("username roles external_id extended_fields openid", "username roles external_id extended_fields openid")]
    [InlineData("openid phone address email", "openid phone address email")]
    [InlineData("openid Profile", "openid")]
    public async Task What_we_do_not_know_drops_out_silently(string asked, string granted) => Assert.Equal((granted, false), await GrantedAsync(asked));

    [Fact, Spec("OIDC Core §11"), Attack("CO-06")]
    public async Task Offline_access_needs_the_consent_prompt()
    {
        Assert.Equal(("openid offline_access", true), await GrantedAsync("openid offline_access", "consent"));
        Assert.Equal(("openid", false), await GrantedAsync("openid offline_access"));
    }

    [Theory]
    [InlineData("code", "openid offline_access")]
    [InlineData("code id_token", "openid offline_access")]
    [InlineData("id_token token", "openid")]
    public void Offline_access_needs_a_code_to_come_by(string responseType, string granted)
    {
        var web = provider.Web();
        var sent = web.AuthorizeRequest.With("response_type", responseType).With("scope", "openid offline_access").With("prompt", "consent");
        var redirect = VerifiedRedirect.Match(web.Application.RedirectUris, NewApplication.Callback)!;

        Assert.Equal(granted, new AuthorizeRequest(web.Server, web.Application, redirect, sent.Parameters, provider.Clock.Now).Scopes.ToString());
    }

    [Fact]
    public async Task Offline_access_needs_no_prompt_where_the_application_is_allowed_so() => Assert.Equal(
        ("openid offline_access", true),
        await GrantedAsync("openid offline_access", vary: application => application with { Policy = application.Policy with { AllowOfflineAccessWithoutConsentPrompt = true } }));

    [Fact]
    public async Task Offline_access_needs_the_refresh_grant() => Assert.Equal(
        ("openid", false),
        await GrantedAsync("openid offline_access", "consent", application => application with { GrantTypes = ["authorization_code"] }));
}
