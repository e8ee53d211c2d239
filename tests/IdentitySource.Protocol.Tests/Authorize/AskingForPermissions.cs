using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary>Permission items beside the scopes of OpenID Connect: never more than the person may do themselves.</summary>
public class AskingForPermissions
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public AskingForPermissions()
    {
        web = provider.Web(WithoutConsent).SignedIn(allowed: "book:3:read announce announce:read");
        Permit("book:read,write", "-book:7:*", "announce:*");
    }

    private static Application WithoutConsent(Application application) => application with { Policy = application.Policy with { ShowConsent = false } };

    private void Permit(params string[] rules) => provider.Permissions.Permit(provider.PoolId, provider.Ann.Id, NewPermissions.Book(rules));

    [Fact]
    public async Task What_the_person_may_do_is_granted_and_the_rest_is_listed()
    {
        var tokens = await web.TokensAsync("openid book:3:read book:delete profile announce customer:read unknown:read");

        Assert.Equal("openid book:3:read profile announce", tokens.Scope);
        Assert.Equal("book:delete customer:read unknown:read", tokens.RejectedScope);
        Assert.Equal(tokens.Scope, Jwt.Claims(tokens.AccessToken).GetProperty("scope").GetString());
        Assert.Equal(tokens.Scope, (await web.IntrospectAsync(tokens.AccessToken)).Value!.Scope);
        Assert.True((await web.UserInfoAsync(tokens.AccessToken)).Value is not null);
    }

    [Fact]
    public async Task A_denial_of_one_thing_is_a_denial_of_all_of_them()
    {
        var tokens = await web.TokensAsync("openid book:read book:7:read");

        Assert.Equal(("openid", "book:read book:7:read"), (tokens.Scope, tokens.RejectedScope));
    }

    [Fact, Spec("OIDC Core §3.1.2.1")]
    public async Task A_name_that_means_nothing_here_still_drops_out_silently()
    {
        var tokens = await web.TokensAsync("openid admin customer");

        Assert.Equal(("openid", "customer"), (tokens.Scope, tokens.RejectedScope));
    }

    [Fact]
    public async Task Somebody_without_rules_gets_nothing()
    {
        var bob = provider.Web(WithoutConsent).SignedIn(provider.AddPerson("bob"));

        var tokens = await bob.TokensAsync("openid book:3:read");

        Assert.Equal(("openid", "book:3:read"), (tokens.Scope, tokens.RejectedScope));
    }

    [Fact]
    public async Task No_items_cost_no_look_at_the_rules()
    {
        var tokens = await web.TokensAsync("openid profile");

        Assert.Equal(("openid profile", null), (tokens.Scope, tokens.RejectedScope));
    }

    [Fact, Attack("CO-01"), Attack("CO-04")]
    public async Task The_person_is_asked_for_what_they_may_give_and_for_nothing_else()
    {
        var shop = provider.Web().SignedIn(allowed: "openid");
        var request = shop.AuthorizeRequest.With("scope", "openid announce customer:read");

        Assert.Equal(Ask.Consent, (await shop.AuthorizeAsync(request)).Asked());
        var page = (await provider.Authorize.ReadAsync(shop.Server, request.Parameters, provider.Ann.Id, default)).Value!;
        Assert.Equal(("openid announce", "customer:read"), (page.Scopes.ToString(), page.RejectedScopes.ToString()));
        var asked = (await provider.Authorize.ReadAsync(shop.Server, request.Parameters, person: null, default)).Value!;
        Assert.Equal("openid announce", asked.For(page.Permissions).Scopes.ToString());
        Assert.Equal("openid", asked.Scopes.ToString());
        Assert.Equal("The announce API", page.Permissions.Describe("announce:read"));

        shop.Allow("openid announce");
        var tokens = (await shop.ExchangeAsync((await shop.AuthorizeAsync(request)).Code())).Value!.Response;
        Assert.Equal(("openid announce", "customer:read"), (tokens.Scope, tokens.RejectedScope));
    }

    [Fact, Attack("CO-01"), Attack("CO-04")]
    public async Task An_application_without_a_consent_page_gets_nobodys_rights_unasked()
    {
        var quiet = provider.Web(WithoutConsent).SignedIn(allowed: "");
        var request = quiet.AuthorizeRequest.With("scope", "openid announce book:delete");

        Assert.Equal(Ask.Consent, (await quiet.AuthorizeAsync(request)).Asked());
        Assert.Equal("consent_missing", (await quiet.AuthorizeAsync(request.With("prompt", "none"))).Sent().Error!.Reason);
        Assert.NotNull((await quiet.AuthorizeAsync(request.With("scope", "openid profile book:delete"))).Code());

        quiet.Allow("openid announce");
        Assert.NotNull((await quiet.AuthorizeAsync(request)).Code());
    }

    [Fact]
    public async Task Before_it_is_known_who_is_here_nothing_is_granted()
    {
        var request = web.AuthorizeRequest.With("scope", "openid announce");

        Assert.Equal("openid", (await provider.Authorize.ReadAsync(web.Server, request.Parameters, null, default)).Value!.Scopes.ToString());
    }

    [Theory, Spec("RFC 9700 §2.1.2")]
    [InlineData("code", true)]
    [InlineData("code id_token", true)]
    [InlineData("code token", false)]
    [InlineData("code id_token token", false)]
    [InlineData("id_token token", false)]
    [InlineData("none", false)]
    public void Items_travel_through_no_browser(string responseType, bool asks)
    {
        var sent = web.AuthorizeRequest.With("response_type", responseType).With("scope", "openid announce");
        var redirect = VerifiedRedirect.Match(web.Application.RedirectUris, NewApplication.Callback)!;

        Assert.Equal(asks, new AuthorizeRequest(web.Server, web.Application, redirect, sent.Parameters, provider.Clock.Now).AsksPermissions);
    }

    [Fact, Spec("RFC 6749 §6"), Attack("RF-08"), Attack("RF-09")]
    public async Task A_refresh_narrows_and_never_widens()
    {
        var tokens = await web.TokensAsync("openid offline_access announce:read book:3:read book:delete");
        Permit("book:*", "announce:*");

        Assert.Equal("refresh_scope_widened", (await web.RefreshAsync(tokens.RefreshToken, form => form.And("scope", "openid book:delete"))).Error!.Reason);
        Assert.Equal("refresh_scope_widened", (await web.RefreshAsync(tokens.RefreshToken, form => form.And("scope", "openid announce"))).Error!.Reason);
        var narrowed = (await web.RefreshAsync(tokens.RefreshToken, form => form.And("scope", "openid announce:read"))).Value!.Response;
        Assert.Equal(("openid announce:read", null), (narrowed.Scope, narrowed.RejectedScope));
        var whole = (await web.RefreshAsync(narrowed.RefreshToken)).Value!.Response;
        Assert.Equal(("openid offline_access announce:read book:3:read", null), (whole.Scope, whole.RejectedScope));
    }

    [Fact]
    public async Task A_right_that_was_taken_away_is_not_in_a_refreshed_token()
    {
        var tokens = await web.TokensAsync("openid offline_access announce:read book:3:read");
        Permit("announce:read");

        var next = (await web.RefreshAsync(tokens.RefreshToken)).Value!.Response;

        Assert.Equal(("openid offline_access announce:read", "book:3:read"), (next.Scope, next.RejectedScope));
    }
}
