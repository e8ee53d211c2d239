using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Tokens;

[Spec("RFC 9068 §2")]
public class MakingAnAccessToken
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public MakingAnAccessToken() => web = provider.Web().SignedIn();

    [Fact, Spec("RFC 9068 §2.2"), Attack("JW-22")]
    public async Task It_has_exactly_the_claims_of_the_specification()
    {
        var token = (await web.TokensAsync("openid profile email")).AccessToken;

        Assert.Equal(["jti", "sub", "iat", "exp", "scope", "iss", "aud", "client_id"], Jwt.Names(token));
        var (claims, now) = (Jwt.Claims(token), provider.Clock.Now.ToUnixTimeSeconds());
        Assert.Equal(provider.Ann.Id.ToString("N"), claims.GetProperty("sub").GetString());
        Assert.Equal((now, now + 3600), (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));
        Assert.Equal(("openid profile email", web.Server.Issuer), (claims.GetProperty("scope").GetString(), claims.GetProperty("iss").GetString()));
        Assert.Equal((web.Application.ClientId, web.Application.ClientId), (claims.GetProperty("aud").GetString(), claims.GetProperty("client_id").GetString()));
    }

    [Theory, Spec("RFC 9068 §2.1")]
    [InlineData(SigningAlgorithm.RS256)]
    [InlineData(SigningAlgorithm.ES256)]
    public async Task Its_header_has_algorithm_type_and_key(SigningAlgorithm algorithm)
    {
        web.Change(application => application with { AccessTokenAlgorithm = algorithm });
        var key = algorithm == SigningAlgorithm.RS256 ? SigningKeys.Rsa : SigningKeys.Ec;

        var token = (await web.TokensAsync()).AccessToken;

        Assert.Equal($$"""{"alg":"{{algorithm}}","typ":"at+jwt","kid":"{{key.Kid}}"}""", Jwt.Header(token));
        Assert.NotNull(Jws.Verify(token, [key], "at+jwt", out _));
    }

    [Fact, Attack("JW-22")]
    public async Task Its_id_is_its_own()
    {
        var ids = new HashSet<string?>();
        var refresh = (await web.TokensAsync("openid offline_access")).RefreshToken;
        for (var i = 0; i < 50; i++)
        {
            var tokens = (await web.RefreshAsync(refresh)).Value!.Response;
            refresh = tokens.RefreshToken;
            ids.Add(Jwt.Claims(tokens.AccessToken).GetProperty("jti").GetString());
        }

        Assert.Equal(50, ids.Count);
    }

    [Fact]
    public async Task Its_lifetime_is_the_applications()
    {
        web.Change(application => application with { Policy = application.Policy with { AccessTokenLifetime = TimeSpan.FromMinutes(5) } });

        var tokens = await web.TokensAsync();

        Assert.Equal(300, tokens.ExpiresIn);
        Assert.Equal(300, Jwt.Claims(tokens.AccessToken).GetProperty("exp").GetInt64() - Jwt.Claims(tokens.AccessToken).GetProperty("iat").GetInt64());
    }
}
