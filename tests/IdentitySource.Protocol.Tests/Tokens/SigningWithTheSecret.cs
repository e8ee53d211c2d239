using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Discovery;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Logout;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Tokens;

/// <summary>An application whose ID tokens its own secret signs.</summary>
[Spec("OIDC Core §10.1")]
public class SigningWithTheSecret
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(NewApplication.Secret);

    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public SigningWithTheSecret() => web = provider.Web(Hs256).SignedIn();

    private static Application Hs256(Application application) =>
        application with { IdTokenAlgorithm = SigningAlgorithm.HS256, SigningSecret = Secret };

    private string Forged(ReadOnlySpan<byte> secret, string? audience = null, string typ = "JWT") => Jws.SignHs256(
        secret, typ, (web.Server.Issuer, Subject: provider.Ann.Id.ToString("N"), Audience: audience ?? web.Application.ClientId), static (json, claims) =>
        {
            json.WriteString("iss", claims.Issuer);
            json.WriteString("sub", claims.Subject);
            json.WriteString("aud", claims.Audience);
        });

    private Task<AuthorizeOutcome> HintedAsync(string hint, MemoryRelyingParty? at = null) =>
        (at ?? web).AuthorizeAsync((at ?? web).AuthorizeRequest.With("prompt", "none").With("id_token_hint", hint));

    private Task<LogoutStep> LogOutAsync(string hint) => web.LogOutAsync(SentRequest.Of(("id_token_hint", hint)));

    [Fact, Spec("RFC 7518 §3.2")]
    public async Task The_key_is_the_secret_s_text_and_the_header_names_none()
    {
        var token = (await web.TokensAsync()).IdToken!;

        var dot = token.LastIndexOf('.');
        Assert.Equal(Base64Url.EncodeToString(HMACSHA256.HashData(Secret, Encoding.ASCII.GetBytes(token[..dot]))), token[(dot + 1)..]);
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Jwt.Header(token));
    }

    [Fact, Attack("CA-16")]
    public async Task The_access_token_beside_it_is_signed_by_the_server_all_the_same() =>
        Assert.StartsWith("""{"alg":"RS256",""", Jwt.Header((await web.TokensAsync()).AccessToken), StringComparison.Ordinal);

    [Fact, Attack("CA-16"), Attack("TT-01")]
    public async Task No_access_token_is_believed_for_the_secret_s_sake()
    {
        var good = (await web.TokensAsync()).AccessToken;
        var forged = Jws.SignHs256(Secret, "at+jwt", Jwt.Claims(good), static (json, claims) =>
        {
            foreach (var claim in claims.EnumerateObject())
            {
                claim.WriteTo(json);
            }
        });

        Assert.Equal("access_token_unverified", (await web.UserInfoAsync(forged)).Error!.Reason);
        Assert.False((await web.IntrospectAsync(forged)).Value!.Active);
    }

    [Fact, Suite("oidcc-id-token-hint"), Suite("oidcc-rp-initiated-logout")]
    public async Task It_comes_back_as_a_hint_here_and_at_sign_out()
    {
        var token = (await web.TokensAsync()).IdToken!;

        Assert.NotNull((await HintedAsync(token)).Code());
        Assert.IsType<LogoutStep.SignOut>(await LogOutAsync(token));
    }

    [Fact, Suite("oidcc-rp-initiated-logout")]
    public async Task At_the_shared_address_its_audience_tells_whose_secret_it_is()
    {
        var shared = web.At(provider.SharedServer());
        var token = (await shared.TokensAsync()).IdToken!;

        Assert.IsType<LogoutStep.SignOut>(await shared.LogOutAsync(SentRequest.Of(("id_token_hint", token))));
        Assert.Equal("hint_of_other_issuer", (await HintedAsync(token)).Refusal().Reason);
    }

    [Fact, Attack("JW-19"), Attack("TT-02")]
    public async Task A_secret_speaks_for_its_own_application_alone()
    {
        var shared = provider.SharedServer();
        var evil = provider.Web(application => Hs256(application) with { SigningSecret = RandomNumberGenerator.GetBytes(32) });
        var forged = Jws.SignHs256(evil.Application.SigningSecret, "JWT", (shared.Issuer, provider.Ann.Id, web.Application.ClientId), static (json, claims) =>
        {
            json.WriteString("iss", claims.Issuer);
            json.WriteString("sub", claims.Id.ToString("N"));
            json.WriteString("aud", claims.ClientId);
        });

        Assert.Equal("hint_unverified", (await HintedAsync(forged, web.At(shared))).Refusal().Reason);
        Assert.Equal("hint_unverified", (await HintedAsync(forged, evil.At(shared))).Refusal().Reason);
        Assert.IsType<LogoutStep.Confirm>(await web.At(shared).LogOutAsync(SentRequest.Of(("id_token_hint", forged))));
    }

    [Fact, Attack("CA-16"), Attack("JW-19"), Spec("RFC 8725 §2.1")]
    public async Task A_published_key_is_no_secret()
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(SigningKeys.Rsa.ExportPkcs8(), out _);
        byte[][] published =
        [
            Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), rsa.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(rsa.ExportRSAPublicKeyPem()),
            Base64Url.DecodeFromChars(SigningKeys.Rsa.PublicJwk.N!), Encoding.UTF8.GetBytes(SigningKeys.Rsa.Kid), NewApplication.Hash(NewApplication.Secret),
        ];

        foreach (var key in published)
        {
            Assert.Equal("hint_unverified", (await HintedAsync(Forged(key))).Refusal().Reason);
            Assert.IsType<LogoutStep.Confirm>(await LogOutAsync(Forged(key)));
        }
    }

    [Fact, Attack("TT-02")]
    public async Task Another_kind_of_token_by_the_secret_is_no_hint() =>
        Assert.Equal("hint_unverified", (await HintedAsync(Forged(Secret, typ: "logout+jwt"))).Refusal().Reason);

    [Fact]
    public async Task An_application_that_signs_otherwise_has_no_say_with_its_secret()
    {
        web.Change(application => application with { IdTokenAlgorithm = SigningAlgorithm.RS256, SigningSecret = null });

        Assert.Equal("hint_unverified", (await HintedAsync(Forged(Secret))).Refusal().Reason);
    }

    [Fact]
    public async Task A_new_secret_signs_at_once_and_the_old_one_does_no_more()
    {
        var old = (await web.TokensAsync()).IdToken!;
        byte[] next = [.. Encoding.UTF8.GetBytes("a-new-secret-of-at-least-thirty-two-bytes")];
        web.Change(application => application with
        {
            SigningSecret = next,
            PreviousSecretHash = application.SecretHash,
            PreviousSecretUntil = provider.Clock.Now.AddHours(1),
        });

        var renewed = (await web.TokensAsync()).IdToken!;
        Assert.NotNull(Jws.VerifyHs256(renewed, next, "JWT", out _));
        Assert.Equal("hint_unverified", (await HintedAsync(old)).Refusal().Reason);
        Assert.IsType<LogoutStep.Confirm>(await LogOutAsync(old));
        Assert.IsType<LogoutStep.SignOut>(await LogOutAsync(renewed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.AAAA")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOjF9.AAAA")]
    public async Task What_is_no_token_names_nobody(string hint) => Assert.IsType<LogoutStep.Confirm>(await LogOutAsync(hint));

    [Fact, Spec("OIDC Discovery §3")]
    public void Discovery_lists_it_where_such_an_application_is_served_and_RS256_beside_it()
    {
        Assert.Equal(["RS256", "HS256"], Algorithms(web.Server));
        Assert.Equal(["RS256"], Algorithms(provider.Web().Server));
        Assert.Equal(["RS256", "ES256", "HS256"], Algorithms(provider.SharedServer()));
    }

    private static IEnumerable<string> Algorithms(AuthorizationServer server) => JsonElement.Parse(DiscoveryDocument.Write(server))
        .GetProperty("id_token_signing_alg_values_supported").EnumerateArray().Select(each => each.GetString()!);
}
