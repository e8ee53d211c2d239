using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests.Console.Applications;

/// <summary>"Create an application", and what each mode's page says to check and save; each ends with a sign-in by that mode.</summary>
public class FollowingTheDocuments(ConsoleBrowser console) : IClassFixture<ConsoleBrowser>
{
    private const string Modes = "Authorization modes";

    private const string ReturnTypes = "Return types";

    [Fact, Spec("OIDC Core §3.1")]
    public async Task Authorization_code_mode()
    {
        var application = await CreateApplicationAsync();
        await application.CheckAsync("Authorization", Modes, "authorization_code");
        await application.CheckAsync("Authorization", ReturnTypes, "code");
        await application.SaveAsync("Authorization");

        var backend = await application.KeysAsync();
        var answer = await application.SignInAsync(backend.AuthorizeUrl());
        var tokens = await backend.ExchangeAsync(answer["code"]);
        Assert.NotNull(tokens["access_token"]);
        Assert.NotNull(tokens["id_token"]);
    }

    [Fact, Spec("OIDC Core §12")]
    public async Task Refresh_access_token()
    {
        var application = await CreateApplicationAsync();
        await application.CheckAsync("Authorization", Modes, "authorization_code", "refresh_token");
        await application.CheckAsync("Authorization", ReturnTypes, "code");
        await application.SaveAsync("Authorization");

        var backend = await application.KeysAsync();
        backend.Scope = "openid profile offline_access";
        var tokens = await backend.ExchangeAsync((await application.SignInAsync(backend.AuthorizeUrl(("prompt", "consent"))))["code"]);
        Assert.NotNull((await backend.RefreshAsync(tokens["refresh_token"]!))["access_token"]);
    }

    [Fact, Spec("RFC 7636 §4")]
    public async Task Authorization_code_and_PKCE_mode()
    {
        var application = await CreateApplicationAsync();
        await application.CheckAsync("Authorization", Modes, "authorization_code");
        await application.CheckAsync("Authorization", ReturnTypes, "code");
        await application.SaveAsync("Authorization");
        foreach (var what in new[] { "fetching", "validating", "revoking" })
        {
            await application.Card("Security").GetByLabel($"Client verification method for {what} a token").SelectOptionAsync("none");
        }

        await application.SaveAsync("Security");

        var frontend = await application.KeysAsync("none");
        var answer = await application.SignInAsync(frontend.AuthorizeUrl());
        Assert.NotNull((await frontend.ExchangeAsync(answer["code"]))["id_token"]);
    }

    [Fact, Spec("OIDC Core §3.2")]
    public async Task Implicit_mode()
    {
        var application = await CreateApplicationAsync();
        await application.CheckAsync("Authorization", Modes, "implicit");
        await application.CheckAsync("Authorization", ReturnTypes, "id_token token", "id_token");
        await application.SaveAsync("Authorization");

        var frontend = await application.KeysAsync("none");
        var answer = await application.SignInAsync(frontend.AuthorizeUrl(("response_type", "id_token token"), ("code_challenge", null), ("code_challenge_method", null)));
        Assert.NotNull(answer["id_token"]);
        Assert.Equal(200, (await frontend.UserInfoAsync(answer["access_token"])).Status);
    }

    [Fact, Spec("OIDC Core §3.3")]
    public async Task Hybrid_mode()
    {
        var application = await CreateApplicationAsync();
        await application.CheckAsync("Authorization", Modes, "authorization_code", "implicit");
        await application.CheckAsync("Authorization", ReturnTypes, "code id_token token", "code id_token", "code token");
        await application.SaveAsync("Authorization");

        var both = await application.KeysAsync();
        var answer = await application.SignInAsync(both.AuthorizeUrl(("response_type", "code id_token token")));
        Assert.NotNull(answer["id_token"]);
        Assert.NotNull(answer["access_token"]);
        Assert.NotNull((await both.ExchangeAsync(answer["code"]))["access_token"]);
    }

    [Fact, Spec("RFC 6749 §4.3")]
    public async Task Password_mode()
    {
        var application = await CreateApplicationAsync();
        await application.Card("Authorization").GetByLabel("password", new() { Exact = true }).CheckAsync();
        await application.SaveAsync("Authorization");

        var (backend, ann) = (await application.KeysAsync(), await application.PersonAsync());
        var tokens = await backend.TokenAsync(("grant_type", "password"), ("email", ann.Email), ("password", ann.Password));
        Assert.NotNull(tokens["id_token"]);
    }

    [Fact, Spec("RFC 6749 §4.4")]
    public async Task Client_credentials_mode()
    {
        var application = await CreateApplicationAsync();
        await application.Card("Authorization").GetByLabel("id_token signature algorithm").SelectOptionAsync("RS256");
        await application.Card("Authorization").GetByLabel("client_credentials", new() { Exact = true }).CheckAsync();
        await application.SaveAsync("Authorization");

        // "You need to create a programmatic access account and give the AK and SK key pairs to your resource caller."
        var caller = await application.CreateAccessKeyAsync();
        await application.AllowAsync(caller.Keys.ClientId, "book", "read update");
        var tokens = await caller.TokenAsync(("grant_type", "client_credentials"), ("scope", "book:read book:delete"));
        Assert.Equal(("book:read", "book:delete"), (tokens["scope"], tokens["rejected_scope"]));
    }

    [Fact, Spec("RFC 6749 §4.1")]
    public async Task OAuth2_authorization_code_mode()
    {
        var (application, backend) = await EnableOAuthAsync("authorization_code");

        var answer = await application.SignInAsync(backend.AuthorizeUrl());
        var tokens = await backend.ExchangeAsync(answer["code"]);
        Assert.Equal(200, (await backend.UserInfoAsync(tokens["access_token"]!)).Status);
    }

    [Fact, Spec("RFC 6749 §4.2")]
    public async Task OAuth2_implicit_mode()
    {
        var (application, frontend) = await EnableOAuthAsync("implicit");

        var answer = await application.SignInAsync(
            frontend.AuthorizeUrl(("response_type", "token"), ("code_challenge", null), ("code_challenge_method", null)));
        Assert.Equal(200, (await frontend.UserInfoAsync(answer["access_token"])).Status);
    }

    [Fact, Spec("RFC 6749 §4.3")]
    public async Task OAuth2_password_mode()
    {
        var (application, backend) = await EnableOAuthAsync("password");

        var ann = await application.PersonAsync();
        var tokens = await backend.TokenAsync(("grant_type", "password"), ("username", ann.Username), ("password", ann.Password), ("scope", "user"));
        Assert.NotNull(tokens["access_token"]);
        Assert.Null(tokens["id_token"]);
    }

    [Fact]
    public async Task Who_is_signed_in_stands_under_login_status_and_can_be_forced_out()
    {
        var application = await CreateApplicationAsync();
        var backend = await application.KeysAsync();
        var tokens = await backend.ExchangeAsync((await application.SignInAsync(backend.AuthorizeUrl()))["code"]);
        Assert.Equal("True", (await backend.IntrospectAsync(tokens["access_token"]!))["active"]);

        await application.OpenTabAsync("Login status");
        await application.Page.GetByRole(AriaRole.Button, new() { Name = "Force logout Ann" }).ClickAsync();
        await Expect(application.Page.Locator("#notice")).ToContainTextAsync("The user is signed out of this application.");
        await Expect(application.Page.Locator("#main")).ToContainTextAsync("Nobody is signed in at this application now.");
        Assert.Equal("False", (await backend.IntrospectAsync(tokens["access_token"]!))["active"]);
    }

    [Fact]
    public async Task What_cannot_be_is_disabled_and_says_why()
    {
        var application = await CreateApplicationAsync();
        var card = application.Card("Authorization");
        var hybrid = card.GetByLabel("code id_token", new() { Exact = true });
        await Expect(hybrid).ToBeDisabledAsync();
        await Expect(hybrid).ToHaveAccessibleDescriptionAsync("Needs authorization_code and implicit.");

        await card.GetByLabel("implicit", new() { Exact = true }).CheckAsync();
        await hybrid.CheckAsync();
        await card.GetByLabel("implicit", new() { Exact = true }).UncheckAsync();
        await Expect(hybrid).ToBeDisabledAsync();
        await Expect(hybrid).Not.ToBeCheckedAsync();
        await card.GetByLabel("implicit", new() { Exact = true }).CheckAsync();
        await Expect(hybrid).ToBeCheckedAsync();

        var refresh = card.GetByLabel("refresh_token", new() { Exact = true });
        await card.GetByLabel("authorization_code", new() { Exact = true }).UncheckAsync();
        await Expect(refresh).ToBeDisabledAsync();
        await Expect(refresh).Not.ToBeCheckedAsync();
        await card.GetByLabel("password", new() { Exact = true }).CheckAsync();
        await Expect(refresh).ToBeCheckedAsync();
    }

    /// <summary>"Enable identity provider" tag, "OAuth2.0 Identity Provider" card: check the mode, and then click Save.</summary>
    private async Task<(ApplicationDesk Application, RelyingParty Client)> EnableOAuthAsync(string mode)
    {
        var application = await CreateApplicationAsync();
        var client = await application.KeysAsync(provider: "oauth");
        client.Scope = "user";
        await application.OpenTabAsync("Enable identity provider");
        await application.Card("OAuth2.0 Identity Provider").GetByLabel("Enable OAuth2.0 Provider").CheckAsync();
        await application.CheckAsync("OAuth2.0 Identity Provider", Modes, mode);
        await application.SaveAsync("OAuth2.0 Identity Provider");
        return (application, client);
    }

    private Task<ApplicationDesk> CreateApplicationAsync() => ApplicationDesk.CreateApplicationAsync(console, "Network Notes Project");
}
