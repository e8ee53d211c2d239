using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Token;

public class AskingForAToken
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public AskingForAToken() => web = provider.Web().SignedIn();

    private async Task<(string Code, string Reason, int Status)> RefusedAsync(SentRequest form)
    {
        var error = (await web.TokenAsync(web.Proven(form, "client_secret_post"))).Error!;
        return (error.Code, error.Reason, error.Status);
    }

    [Fact, Spec("RFC 6749 §5.1"), Spec("OIDC Core §3.1.3.3"), Suite("oidcc-server")]
    public async Task The_answer_has_the_members_of_the_specification()
    {
        var tokens = await web.TokensAsync("openid profile");

        Assert.Equal(("Bearer", 3600L, "openid profile", null), (tokens.TokenType, tokens.ExpiresIn, tokens.Scope, tokens.RefreshToken));
        var json = System.Text.Json.JsonSerializer.Serialize(tokens, ProtocolJson.Default.TokenResponse);
        using var body = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal(["access_token", "expires_in", "id_token", "scope", "token_type"], body.RootElement.EnumerateObject().Select(each => each.Name).Order());
    }

    [Theory, Spec("RFC 6749 §3.2"), Attack("PP-04")]
    [InlineData("grant_type")]
    [InlineData("code")]
    [InlineData("redirect_uri")]
    [InlineData("code_verifier")]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("refresh_token")]
    [InlineData("scope")]
    public async Task A_doubled_parameter_is_refused_before_anything_is_believed(string name)
    {
        var code = await web.CodeAsync();

        var refused = await web.ExchangeAsync(code, form => form.With(name, form[name] ?? "x").And(name, form[name] ?? "x"));

        Assert.Equal(("invalid_request", "parameter_repeated"), (refused.Error!.Code, refused.Error.Reason));
        Assert.Contains(name, refused.Error.Description, StringComparison.Ordinal);
        Assert.NotNull((await web.ExchangeAsync(code)).Value);
    }

    [Fact, Spec("RFC 6749 §3.2")]
    public async Task What_it_does_not_know_is_ignored_and_what_is_empty_is_left_out()
    {
        var code = await web.CodeAsync();

        Assert.NotNull((await web.ExchangeAsync(code, form => form.With("extra", "1").With("scope", "").With("refresh_token", ""))).Value);
        Assert.Equal("code_missing", (await web.ExchangeAsync("")).Error!.Reason);
    }

    [Fact, Attack("OV-08"), Attack("AC-12")]
    public async Task An_oversized_parameter_is_refused_by_name() => Assert.Equal(
        ("invalid_request", "parameter_too_long", 400), await RefusedAsync(SentRequest.Of(("grant_type", "authorization_code"), ("code", new string('x', 2049)))));

    [Theory, Attack("CA-27")]
    [InlineData("")]
    [InlineData(null)]
    public async Task No_grant_type_is_refused(string? grantType) => Assert.Equal(
        ("invalid_request", "grant_type_missing", 400),
        await RefusedAsync(grantType is null ? SentRequest.Of() : SentRequest.Of(("grant_type", grantType))));

    [Theory, Attack("CA-27"), Spec("RFC 6749 §5.2")]
    [InlineData("Password")]
    [InlineData("AUTHORIZATION_CODE")]
    [InlineData("authorization_code ")]
    [InlineData("urn:x")]
    public async Task An_unknown_grant_type_is_refused(string grantType) =>
        Assert.Equal(("unsupported_grant_type", "grant_type_unknown", 400), await RefusedAsync(SentRequest.Of(("grant_type", grantType))));

    [Fact, Attack("CA-26")]
    public async Task A_grant_type_that_the_application_may_not_use_is_refused()
    {
        web.Change(application => application with { GrantTypes = ["authorization_code"] });

        Assert.Equal(("unauthorized_client", "grant_type_not_allowed", 400), await RefusedAsync(SentRequest.Of(("grant_type", "refresh_token"), ("refresh_token", "x"))));
    }

    [Fact, Spec("RFC 8707 §2")]
    public async Task An_unknown_resource_is_refused_and_the_code_is_not_lost()
    {
        var code = await web.CodeAsync();

        var refused = await web.ExchangeAsync(code, form => form.And("resource", "https://api.acme.test").And("resource", "https://api2.acme.test"));

        Assert.Equal(("invalid_target", "token_resource_sent"), (refused.Error!.Code, refused.Error.Reason));
        Assert.NotNull((await web.ExchangeAsync(code, form => form.And("resource", ""))).Value);
    }

    [Fact, Spec("RFC 6749 §3.2.1")]
    public async Task Nothing_is_believed_before_the_client_is_known()
    {
        var refused = await web.TokenAsync(new ClientRequest(SentRequest.Of(("grant_type", "x"), ("client_id", "nobody")).Parameters, null));

        Assert.Equal("client_unknown", refused.Error!.Reason);
    }

    [Fact]
    public async Task The_event_trail_learns_who_got_what_by_which_grant()
    {
        var issued = (await web.ExchangeAsync(await web.CodeAsync())).Value!;

        Assert.Equal((web.Application.Id, provider.Ann.Id, "authorization_code"), (issued.ApplicationId, issued.SubjectId, issued.GrantType));
    }
}
