using System.Buffers;
using System.Text;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Revocation;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Tokens;

/// <summary>What a machine's token is good for, and until when.</summary>
public class HoldingAMachineToken
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty app;
    private readonly AccessKey key;

    public HoldingAMachineToken()
    {
        app = provider.Web();
        key = provider.Permissions.Put(new AccessKey
        {
            Id = Guid.NewGuid(),
            PoolId = provider.PoolId,
            ApplicationId = app.Application.Id,
            SecretHash = NewApplication.Hash("x"),
            TokenLifetime = TimeSpan.FromSeconds(600),
            Permissions = NewPermissions.Book("book:*"),
        });
    }

    private string Signed(AuthorizationServer? server = null, AccessKey? of = null) =>
        MachineToken.For(of ?? key, Scopes.FromTrusted("book announce:read"), provider.Clock.Now)
            .Sign(server ?? app.Server, SigningKeys.Rsa);

    private async Task<bool> IsActiveAsync(string token, MemoryRelyingParty? by = null) => (await (by ?? app).IntrospectAsync(token)).Value!.Active;

    [Fact, Spec("RFC 7662 §2.2")]
    public async Task Introspection_tells_its_application_what_it_is()
    {
        var answer = (await app.IntrospectAsync(Signed())).Value!;

        var now = provider.Clock.Now.ToUnixTimeSeconds();
        Assert.Equal(
            (true, null, key.ClientId, now, now + 600, app.Server.Issuer, "book announce:read", "Bearer"),
            (answer.Active, answer.Subject, answer.ClientId, answer.IssuedAt, answer.ExpiresAt, answer.Issuer, answer.Scope, answer.TokenType));
        Assert.NotNull(answer.TokenId);
        Assert.DoesNotContain("\"sub\"", Answers.Text(answer), StringComparison.Ordinal);
    }

    [Fact, Spec("RFC 7662 §4"), Attack("XT-01")]
    public async Task Nobody_else_learns_that_it_exists()
    {
        var other = provider.Web();
        var keyOfOther = provider.Permissions.Put(key with { Id = Guid.NewGuid(), ApplicationId = other.Application.Id });

        var shared = provider.SharedServer();
        Assert.True(await IsActiveAsync(Signed(shared), app.At(shared)));
        Assert.False(await IsActiveAsync(Signed(shared), other.At(shared)));
        Assert.False(await IsActiveAsync(Signed(shared), app));
        Assert.False(await IsActiveAsync(Signed(of: keyOfOther)));

        // An account that has moved to another application takes nothing along.
        var token = Signed();
        provider.Permissions.Put(key with { ApplicationId = other.Application.Id });
        Assert.False(await IsActiveAsync(token));
    }

    [Fact]
    public async Task Validation_tells_its_claims()
    {
        var token = Signed();

        var answer = await provider.ValidateToken.HandleAsync(app.Server, SentRequest.Of(("access_token", token)).Parsed, default);

        ArrayBufferWriter<byte> body = new();
        answer.Value!.WriteTo(body);
        Assert.Equal(Jwt.Payload(token), Encoding.UTF8.GetString(body.WrittenSpan));
    }

    [Fact]
    public async Task Disabling_or_deleting_the_account_ends_it_at_once()
    {
        var token = Signed();
        Assert.True(await IsActiveAsync(token));

        provider.Permissions.Put(key with { Enabled = false });
        Assert.False(await IsActiveAsync(token));

        provider.Permissions.Remove(key);
        Assert.False(await IsActiveAsync(token));
    }

    [Fact]
    public async Task It_ends_by_the_clock()
    {
        var token = Signed();

        provider.Clock.AdvanceSeconds(599);
        Assert.True(await IsActiveAsync(token));
        provider.Clock.AdvanceSeconds(1);
        Assert.False(await IsActiveAsync(token));
    }

    [Fact, Spec("RFC 7009 §2.1")]
    public async Task Revoking_it_ends_that_one_alone()
    {
        var (one, another) = (Signed(), Signed());

        var answer = (await app.RevokeAsync(one)).Value!;

        Assert.Equal((Revoked.AccessToken, null), (answer.Revoked, answer.SubjectId));
        Assert.False(await IsActiveAsync(one));
        Assert.True(await IsActiveAsync(another));
    }

    [Fact, Spec("RFC 7009 §2.1"), Attack("XT-01")]
    public async Task Another_application_revokes_nothing()
    {
        var shared = provider.SharedServer();
        var token = Signed(shared);

        Assert.Equal(Revoked.RefusedForeign, (await provider.Web().At(shared).RevokeAsync(token)).Value!.Revoked);
        Assert.True(await IsActiveAsync(token, app.At(shared)));
    }

    [Fact]
    public async Task A_dead_one_is_not_there_to_be_revoked()
    {
        var token = Signed();
        provider.Clock.AdvanceSeconds(600);

        Assert.Equal(Revoked.Nothing, (await app.RevokeAsync(token)).Value!.Revoked);
    }

    [Fact, Spec("OIDC Core §5.3")]
    public async Task It_opens_no_persons_claims()
    {
        var refused = (await app.UserInfoAsync(Signed())).Error!;

        Assert.Equal(("invalid_token", "userinfo_of_machine", 401), (refused.Code, refused.Reason, refused.Status));
    }

    [Fact]
    public async Task Why_it_is_dead_is_told_to_the_log()
    {
        var (revoked, token) = (Signed(), Signed());
        await app.RevokeAsync(revoked);
        Assert.Equal("machine_token_revoked", (await app.UserInfoAsync(revoked)).Error!.Reason);

        provider.Permissions.Put(key with { Enabled = false });
        Assert.Equal("machine_token_account_ended", (await app.UserInfoAsync(token)).Error!.Reason);
    }

    [Fact]
    public void It_is_not_taken_for_a_persons_token_nor_the_other_way_round()
    {
        var machine = AccessToken.Verify(app.Server, Signed(), provider.Clock.Now).Value!;

        Assert.True(MachineToken.Is(machine));
        Assert.Equal("access_token_incomplete", AccessToken.Read(machine, provider.Clock.Now).Error!.Reason);
    }

    [Theory]
    [InlineData("jti")]
    [InlineData("client_id")]
    [InlineData("scope")]
    [InlineData("iat")]
    [InlineData("exp")]
    public void What_lacks_a_claim_is_no_token(string missing)
    {
        var text = Jws.Sign(SigningKeys.Rsa, AccessToken.Typ, (app.Server.Issuer, missing), static (json, state) =>
        {
            json.WriteString("iss", state.Issuer);
            foreach (var name in new[] { "jti", "azp", "client_id", "scope" }.Where(name => name != state.missing))
            {
                json.WriteString(name, "x");
            }

            foreach (var name in new[] { "iat", "exp" }.Where(name => name != state.missing))
            {
                json.WriteNumber(name, 4_000_000_000);
            }
        });

        var jws = AccessToken.Verify(app.Server, text, provider.Clock.Now).Value!;
        Assert.Equal("machine_token_incomplete", MachineToken.Read(jws, provider.Clock.Now).Error!.Reason);
    }

    [Fact]
    public void What_is_over_is_no_token()
    {
        var jws = AccessToken.Verify(app.Server, Signed(), provider.Clock.Now).Value!;

        Assert.Equal("machine_token_expired", MachineToken.Read(jws, provider.Clock.Now.AddSeconds(600)).Error!.Reason);
    }
}
