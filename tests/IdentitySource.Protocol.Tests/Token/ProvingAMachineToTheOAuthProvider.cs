using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Token;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Token;

/// <summary>Client credentials at an application's OAuth 2.0 provider: its own checkbox, opaque tokens, and nothing of it good elsewhere.</summary>
[Spec("RFC 6749 §4.4")]
public class ProvingAMachineToTheOAuthProvider
{
    private const string Secret = "bWFjaGluZS1zZWNyZXQtbWFjaGluZS1zZWNyZXQtMDE";

    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty oidc;
    private readonly MemoryRelyingParty oauth;
    private readonly AccessKey key;

    public ProvingAMachineToTheOAuthProvider()
    {
        oidc = provider.Web(application => application with
        {
            GrantTypes = ["client_credentials"],
            ResponseTypes = [],
            Policy = application.Policy with { OAuth = new OAuthProvider { GrantTypes = ["client_credentials"] } },
        });
        oauth = oidc.At(oidc.Server.OAuth());
        key = provider.Permissions.Put(new AccessKey
        {
            Id = Guid.NewGuid(),
            PoolId = provider.PoolId,
            ApplicationId = oidc.Application.Id,
            SecretHash = NewApplication.Hash(Secret),
            TokenLifetime = TimeSpan.FromSeconds(600),
            Permissions = NewPermissions.Book("book:*"),
        });
    }

    private static SentRequest Form(string scope = "book customer") => SentRequest.Of(("grant_type", "client_credentials"), ("scope", scope));

    private Task<Result<IssuedTokens>> PostAsync(MemoryRelyingParty at, string scope = "book customer") =>
        at.TokenAsync(new ClientRequest(Form(scope).And("client_id", key.ClientId).And("client_secret", Secret).Parameters, null));

    private void Tick(params string[] grants) => oidc.Change(application => application with
    {
        Policy = application.Policy with { OAuth = grants.Length == 0 ? null : new OAuthProvider { GrantTypes = grants } },
    });

    [Fact]
    public async Task It_answers_with_an_opaque_token_by_post_and_basic()
    {
        var posted = (await PostAsync(oauth)).Value!.Response;
        var basic = (await oauth.TokenAsync(new ClientRequest(Form().Parameters, MemoryRelyingParty.Basic(key.ClientId, Secret)))).Value!.Response;

        Assert.All([posted, basic], tokens =>
        {
            Assert.Matches("^[0-9a-f]{40}$", tokens.AccessToken);
            Assert.Equal(("book", "customer", 600L, null, null), (tokens.Scope, tokens.RejectedScope, tokens.ExpiresIn, tokens.RefreshToken, tokens.IdToken));
        });
    }

    [Fact, Attack("CA-26")]
    public async Task Each_provider_has_a_checkbox_of_its_own()
    {
        Tick("authorization_code");
        Assert.Equal("grant_type_not_allowed", (await PostAsync(oauth)).Error!.Reason);
        Assert.NotNull((await PostAsync(oidc)).Value);

        Tick("client_credentials");
        oidc.Change(application => application with { GrantTypes = ["authorization_code"] });
        Assert.NotNull((await PostAsync(oauth)).Value);
        Assert.Equal("grant_type_not_allowed", (await PostAsync(oidc)).Error!.Reason);
    }

    [Fact]
    public async Task Switched_off_it_knows_nobody()
    {
        var token = (await PostAsync(oauth)).Value!.Response.AccessToken;
        Tick();

        Assert.Equal(("invalid_client", "access_key_of_other_address"), (await PostAsync(oauth)).Error! is var refused ? (refused.Code, refused.Reason) : default);
        Assert.Equal("client_of_other_address", (await oauth.IntrospectAsync(token)).Error!.Reason);
    }

    [Fact, Attack("XT-01")]
    public async Task Nothing_of_one_provider_is_good_at_the_other()
    {
        var (ours, theirs) = ((await PostAsync(oauth)).Value!.Response.AccessToken, (await PostAsync(oidc)).Value!.Response.AccessToken);

        Assert.True((await oauth.IntrospectAsync(ours)).Value!.Active);
        Assert.False((await oidc.IntrospectAsync(ours)).Value!.Active);
        Assert.True((await oidc.IntrospectAsync(theirs)).Value!.Active);
        Assert.False((await oauth.IntrospectAsync(theirs)).Value!.Active);
        Assert.Equal("userinfo_of_machine", (await oauth.UserInfoAsync(ours)).Error!.Reason);
    }

    [Fact]
    public async Task The_scope_of_people_is_no_permission() => Assert.Equal("machine_scope_rejected", (await PostAsync(oauth, "user")).Error!.Reason);
}
