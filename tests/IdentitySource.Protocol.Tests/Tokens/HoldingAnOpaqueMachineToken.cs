using System.Buffers;
using System.Text;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Revocation;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Tokens;

/// <summary>A machine of an application whose access tokens are opaque.</summary>
public class HoldingAnOpaqueMachineToken
{
    private const string Secret = "bWFjaGluZS1zZWNyZXQtbWFjaGluZS1zZWNyZXQtMDE";

    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty app;
    private readonly AccessKey key;

    public HoldingAnOpaqueMachineToken()
    {
        app = provider.Web(application => application with
        {
            GrantTypes = ["client_credentials"],
            ResponseTypes = [],
            Policy = application.Policy with { AccessTokenFormat = AccessTokenFormat.Opaque },
        });
        key = provider.Permissions.Put(new AccessKey
        {
            Id = Guid.NewGuid(),
            PoolId = provider.PoolId,
            ApplicationId = app.Application.Id,
            SecretHash = NewApplication.Hash(Secret),
            TokenLifetime = TimeSpan.FromSeconds(600),
            Permissions = NewPermissions.Book("book:*", "announce:read"),
        });
    }

    private async Task<string> TokenAsync(MemoryRelyingParty? at = null)
    {
        var form = SentRequest.Of(
            ("grant_type", "client_credentials"), ("client_id", key.ClientId), ("client_secret", Secret), ("scope", "book announce:read customer"));
        var issued = (await (at ?? app).TokenAsync(new ClientRequest(form.Parameters, null))).Value!.Response;
        Assert.Equal((600L, "book announce:read", "customer", "Bearer"), (issued.ExpiresIn, issued.Scope, issued.RejectedScope, issued.TokenType));
        return issued.AccessToken;
    }

    private async Task<bool> IsActiveAsync(string token, MemoryRelyingParty? by = null) => (await (by ?? app).IntrospectAsync(token)).Value!.Active;

    private async Task<string> WhyAsync(string token) => (await app.UserInfoAsync(token)).Error!.Reason;

    [Fact, Spec("RFC 7662 §2.2")]
    public async Task Introspection_tells_its_application_what_it_is()
    {
        var token = await TokenAsync();
        Assert.Matches("^[0-9a-f]{40}$", token);

        var answer = (await app.IntrospectAsync(token)).Value!;

        var now = provider.Clock.Now.ToUnixTimeSeconds();
        Assert.Equal(
            (true, null, key.ClientId, now, now + 600, app.Server.Issuer, "book announce:read", "Bearer"),
            (answer.Active, answer.Subject, answer.ClientId, answer.IssuedAt, answer.ExpiresAt, answer.Issuer, answer.Scope, answer.TokenType));
        Assert.DoesNotContain(token, Answers.Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validation_tells_the_claims_that_it_would_have_as_a_JWT()
    {
        var token = await TokenAsync();
        var seen = (await app.IntrospectAsync(token)).Value!;

        var answer = await provider.ValidateToken.HandleAsync(app.Server, SentRequest.Of(("access_token", token)).Parsed, default);

        ArrayBufferWriter<byte> body = new();
        answer.Value!.WriteTo(body);
        Assert.Equal(
            $$"""{"jti":"{{seen.TokenId}}","iat":{{seen.IssuedAt}},"exp":{{seen.ExpiresAt}},"scope":"book announce:read","iss":"{{app.Server.Issuer}}","aud":"{{key.ClientId}}","azp":"{{app.Application.ClientId}}","client_id":"{{key.ClientId}}"}""",
            Encoding.UTF8.GetString(body.WrittenSpan));
    }

    [Fact, Spec("RFC 7662 §4"), Attack("XT-01"), Attack("TT-14")]
    public async Task Nobody_else_learns_that_it_exists_and_no_other_server_knows_it()
    {
        var other = provider.Web();
        var shared = provider.SharedServer();
        var token = await TokenAsync(app.At(shared));

        Assert.True(await IsActiveAsync(token, app.At(shared)));
        Assert.False(await IsActiveAsync(token, other.At(shared)));
        Assert.False(await IsActiveAsync(token, app));
        Assert.Equal(Revoked.RefusedForeign, (await other.At(shared).RevokeAsync(token)).Value!.Revoked);
        Assert.True(await IsActiveAsync(token, app.At(shared)));

        // An account that has moved to another application takes nothing along.
        provider.Permissions.Put(key with { ApplicationId = other.Application.Id });
        Assert.False(await IsActiveAsync(token, app.At(shared)));
        Assert.False(await IsActiveAsync(token, other.At(shared)));
    }

    [Fact, Attack("TT-16")]
    public async Task Disabling_or_deleting_the_account_ends_it_at_once()
    {
        var token = await TokenAsync();
        Assert.Equal("userinfo_of_machine", await WhyAsync(token));

        provider.Permissions.Put(key with { Enabled = false });
        Assert.False(await IsActiveAsync(token));
        Assert.Equal("opaque_machine_token_account_ended", await WhyAsync(token));

        provider.Permissions.Remove(key);
        Assert.False(await IsActiveAsync(token));
    }

    [Fact]
    public async Task It_ends_by_the_clock()
    {
        var token = await TokenAsync();

        provider.Clock.AdvanceSeconds(599);
        Assert.True(await IsActiveAsync(token));
        provider.Clock.AdvanceSeconds(1);
        Assert.False(await IsActiveAsync(token));
        Assert.Equal("opaque_machine_token_expired", await WhyAsync(token));
    }

    [Fact, Spec("RFC 7009 §2.1")]
    public async Task Revoking_it_ends_that_one_alone()
    {
        var (one, another) = (await TokenAsync(), await TokenAsync());

        Assert.Equal((Revoked.AccessToken, null), (await app.RevokeAsync(one)).Value! is var answer ? (answer.Revoked, answer.SubjectId) : default);

        Assert.False(await IsActiveAsync(one));
        Assert.Equal("opaque_token_unknown", await WhyAsync(one));
        Assert.True(await IsActiveAsync(another));
        Assert.Equal(Revoked.Nothing, (await app.RevokeAsync(one)).Value!.Revoked);
    }
}
