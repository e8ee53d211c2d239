using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary>What the OAuth 2.0 provider asks for beyond the rules that both providers share.</summary>
public class AskingTheOAuthProvider
{
    private readonly MemoryRelyingParty shop;

    public AskingTheOAuthProvider()
    {
        var web = new MemoryProvider().Web(application => application with
        {
            Policy = application.Policy with { ShowConsent = false, OAuth = new OAuthProvider { GrantTypes = ["authorization_code", "refresh_token"] } },
        });
        shop = web.SignedIn().At(web.Server.OAuth());
    }

    [Fact, Spec("RFC 6749 §3.3")]
    public async Task What_it_speaks_is_answered_with_a_code() =>
        Assert.NotEmpty((await shop.AuthorizeAsync(shop.AuthorizeRequest.With("scope", "user"))).Code());

    [Fact, Spec("RFC 6749 §10.12")]
    public async Task State_is_required()
    {
        var error = (await shop.AuthorizeAsync(shop.AuthorizeRequest.With("scope", "user").Without("state"))).Refusal();

        Assert.Equal(("invalid_request", "oauth_state_missing"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task Staying_while_the_person_is_away_is_asked_for_and_what_the_other_provider_was_allowed_does_not_count()
    {
        shop.Change(application => application with { Policy = application.Policy with { ShowConsent = true } });
        var request = shop.AuthorizeRequest.With("scope", "user");

        shop.Allow("openid user offline_access");
        Assert.Equal(Ask.Consent, (await shop.AuthorizeAsync(request)).Asked());

        shop.Allow("user oauth/offline");
        Assert.NotEmpty((await shop.AuthorizeAsync(request)).Code());
    }

    [Fact]
    public async Task Where_nothing_stays_nothing_is_asked_for_it()
    {
        shop.Change(application => application with
        {
            Policy = application.Policy with { ShowConsent = true, OAuth = new OAuthProvider { GrantTypes = ["authorization_code"] } },
        });
        shop.Allow("user");

        Assert.NotEmpty((await shop.AuthorizeAsync(shop.AuthorizeRequest.With("scope", "user"))).Code());
    }

    [Theory, Spec("RFC 6749 §3.3")]
    [InlineData("openid")]
    [InlineData("offline_access")]
    [InlineData("nothing-known")]
    public async Task A_scope_of_which_nothing_is_known_is_refused(string scope)
    {
        var error = (await shop.AuthorizeAsync(shop.AuthorizeRequest.With("scope", scope))).Refusal();

        Assert.Equal(("invalid_scope", "oauth_scope_unknown"), (error.Code, error.Reason));
    }
}
