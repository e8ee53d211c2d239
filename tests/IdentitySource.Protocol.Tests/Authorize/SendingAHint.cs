using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

[Spec("OIDC Core §3.1.2.1")]
public class SendingAHint
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public SendingAHint() => web = provider.Web().SignedIn();

    private Task<AuthorizeOutcome> AuthorizeAsync(string hint, string prompt = "none") =>
        web.AuthorizeAsync(web.AuthorizeRequest.With("prompt", prompt).With("id_token_hint", hint));

    private static string Sign(SigningKey key, string typ, string issuer, string subject, string audience) => Jws.Sign(key, typ, (issuer, subject, audience), static (json, claims) =>
    {
        json.WriteString("iss", claims.issuer);
        json.WriteString("sub", claims.subject);
        json.WriteString("aud", claims.audience);
    });

    [Fact, Suite("oidcc-id-token-hint")]
    public async Task An_id_token_of_the_person_who_is_here_is_good()
    {
        var tokens = await web.TokensAsync();

        Assert.NotNull((await AuthorizeAsync(tokens.IdToken!)).Code());
    }

    [Fact, Attack("PM-09")]
    public async Task It_may_have_expired_long_ago()
    {
        var tokens = await web.TokensAsync();
        provider.Clock.Advance(TimeSpan.FromHours(10));

        Assert.NotNull((await AuthorizeAsync(tokens.IdToken!)).Code());
    }

    [Fact, Attack("PM-08")]
    public async Task An_id_token_of_somebody_else_answers_for_nobody()
    {
        var bob = (await web.SignedIn(provider.AddPerson("bob")).TokensAsync()).IdToken!;
        web.SignedIn();

        Assert.Equal(("login_required", "named_person_absent"), (await AuthorizeAsync(bob)).Refusal() is var error ? (error.Code, error.Reason) : default);
        Assert.Equal(Ask.ChooseAccount, (await web.AuthorizeAsync(web.AuthorizeRequest.With("id_token_hint", bob))).Asked());
    }

    [Theory, Attack("PM-09"), Attack("TT-02"), Attack("JW-01"), Attack("JW-19")]
    [InlineData("not a token")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")]
    [InlineData("foreign key")]
    [InlineData("access token")]
    [InlineData("refresh token")]
    public async Task What_is_no_id_token_of_ours_is_refused(string what)
    {
        var tokens = await web.TokensAsync("openid offline_access");
        var hint = what switch
        {
            "foreign key" => Sign(SigningKeys.OtherRsa, "JWT", web.Server.Issuer, provider.Ann.Id.ToString("N"), web.Application.ClientId),
            "access token" => tokens.AccessToken,
            "refresh token" => tokens.RefreshToken!,
            _ => what,
        };

        var error = (await AuthorizeAsync(hint)).Refusal();

        Assert.Equal(("invalid_request", "hint_unverified"), (error.Code, error.Reason));
        Assert.DoesNotContain(error.Evidence, each => each.Value == hint);
    }

    [Fact, Attack("PM-09"), Attack("XT-01")]
    public async Task An_id_token_of_another_issuer_is_refused_though_the_key_be_the_same()
    {
        var elsewhere = (await web.At(provider.SharedServer()).TokensAsync()).IdToken!;

        Assert.Equal("hint_of_other_issuer", (await AuthorizeAsync(elsewhere)).Refusal().Reason);
        Assert.Equal("hint_of_other_issuer", (await AuthorizeAsync(Sign(SigningKeys.Rsa, "JWT", web.Server.Issuer, "ann", web.Application.ClientId))).Refusal().Reason);
    }

    [Fact, Attack("PM-09")]
    public async Task An_id_token_of_another_application_is_refused()
    {
        var shared = provider.SharedServer();
        var evil = (await provider.Web().SignedIn().At(shared).TokensAsync()).IdToken!;
        var here = web.At(shared);

        Assert.Equal("hint_of_other_application", (await here.AuthorizeAsync(here.AuthorizeRequest.With("id_token_hint", evil))).Refusal().Reason);
    }
}
