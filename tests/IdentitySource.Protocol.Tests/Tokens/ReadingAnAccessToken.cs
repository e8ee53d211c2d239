using System.Text.Json;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Tokens;

[Spec("RFC 9068 §4")]
public class ReadingAnAccessToken
{
    private static readonly DateTimeOffset Now = new FakeClock().Now;

    private readonly AuthorizationServer server = AuthorizationServers.Create(Guid.NewGuid());
    private readonly AccessToken token;

    public ReadingAnAccessToken()
    {
        var authorization = Guid.NewGuid();
        token = new AccessToken
        {
            Id = AccessToken.NewId(authorization),
            AuthorizationId = authorization,
            Subject = Guid.NewGuid().ToString("N"),
            ClientId = Guid.NewGuid().ToString("N"),
            Scopes = Scopes.Of(["openid"]),
            IssuedAt = Now.ToUnixTimeSeconds(),
            ExpiresAt = Now.ToUnixTimeSeconds() + 60,
        };
    }

    private string? Reason(string text, double after = 0, AuthorizationServer? at = null)
    {
        var refused = AccessToken.Read(at ?? server, text, Now.AddSeconds(after));
        Assert.Equal(refused.Error is null ? null : "invalid_token", refused.Error?.Code);
        return refused.Error?.Reason;
    }

    private string Sign(Action<Utf8JsonWriter, string> write, string typ = AccessToken.Typ) => Jws.Sign(SigningKeys.Rsa, typ, server.Issuer, write);

    [Fact]
    public void What_was_signed_is_read_back()
    {
        var read = AccessToken.Read(server, token.Sign(server, SigningKeys.Rsa), Now).Value!;

        Assert.Equal(token with { Scopes = read.Scopes }, read);
        Assert.Equal("openid", read.Scopes.ToString());
    }

    [Fact]
    public void It_lives_until_its_end()
    {
        var text = token.Sign(server, SigningKeys.Ec);

        Assert.Null(Reason(text, after: 59));
        Assert.Equal("access_token_expired", Reason(text, after: 60));
    }

    [Theory, Attack("JW-01"), Attack("TT-05")]
    [InlineData("")]
    [InlineData("x.y.z")]
    [InlineData("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.e30.")]
    public void What_is_no_token_is_unverified(string text) => Assert.Equal("access_token_unverified", Reason(text));

    [Fact, Attack("JW-07")]
    public void Another_key_is_unverified() => Assert.Equal("access_token_unverified", Reason(token.Sign(server, SigningKeys.OtherRsa)));

    [Fact, Attack("TT-01")]
    public void Another_type_is_unverified() =>
        Assert.Equal("access_token_unverified", Reason(Sign(static (json, issuer) => json.WriteString("iss", issuer), IdToken.Typ)));

    [Fact, Attack("JW-23")]
    public void One_flipped_bit_anywhere_is_noticed()
    {
        var text = token.Sign(server, SigningKeys.Ec);

        for (var at = 0; at < text.Length; at++)
        {
            Assert.NotNull(Reason($"{text[..at]}{(char)(text[at] ^ 1)}{text[(at + 1)..]}"));
        }
    }

    [Fact, Attack("XT-01")]
    public void Another_issuer_is_refused_though_the_key_be_the_same() =>
        Assert.Equal("access_token_of_other_issuer", Reason(token.Sign(server, SigningKeys.Rsa), at: AuthorizationServers.Create(server.PoolId, NewApplication.Web(server.PoolId))));

    [Theory, Attack("JW-16")]
    [InlineData("jti")]
    [InlineData("sub")]
    [InlineData("client_id")]
    [InlineData("scope")]
    [InlineData("iat")]
    [InlineData("exp")]
    [InlineData("text exp")]
    [InlineData("negative exp")]
    [InlineData("short jti")]
    [InlineData("foreign jti")]
    public void A_missing_or_malformed_claim_makes_it_incomplete(string flaw)
    {
        var forged = Jws.Sign(SigningKeys.Rsa, AccessToken.Typ, (flaw, token, server.Issuer), static (json, state) =>
        {
            var (flaw, token, issuer) = state;
            json.WriteString("iss", issuer);
            string jti = flaw switch { "short jti" => token.Id[..^3], "foreign jti" => "not base64url, but of the very same lengths", _ => token.Id };
            Dictionary<string, object> claims = new()
            {
                ["jti"] = jti,
                ["sub"] = token.Subject,
                ["client_id"] = token.ClientId,
                ["scope"] = "openid",
                ["iat"] = token.IssuedAt,
                ["exp"] = flaw switch { "text exp" => "99999999999", "negative exp" => -1L, _ => token.ExpiresAt },
            };
            claims.Remove(flaw);
            foreach (var (name, value) in claims)
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value);
            }
        });

        Assert.Equal("access_token_incomplete", Reason(forged));
    }

    [Fact]
    public void A_key_past_its_end_verifies_no_more()
    {
        AuthorizationServer rotated = new()
        {
            PoolId = server.PoolId,
            Id = server.Id,
            Address = server.Address,
            Keys = new KeyRing([new RingKey(SigningKeys.Rsa, Now.AddDays(-1), Now.AddSeconds(30))]),
        };
        var text = token.Sign(server, SigningKeys.Rsa);

        Assert.Null(Reason(text, after: 20, rotated));
        Assert.Equal("access_token_unverified", Reason(text, after: 31, rotated));
    }
}
