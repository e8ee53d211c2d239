using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Token;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Token;

/// <summary>Client credentials: a programmatic access account gets a token for what its rules permit, and nothing else.</summary>
[Spec("RFC 6749 §4.4")]
public class ProvingAMachine
{
    private const string Secret = "bWFjaGluZS1zZWNyZXQtbWFjaGluZS1zZWNyZXQtMDE";

    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty app;
    private AccessKey key;

    public ProvingAMachine()
    {
        app = provider.Web(application => application with { GrantTypes = ["client_credentials"], ResponseTypes = [] });
        key = provider.Permissions.Put(KeyOf(app.Application));
    }

    private static AccessKey KeyOf(Application application) => new()
    {
        Id = Guid.NewGuid(),
        PoolId = application.PoolId,
        ApplicationId = application.Id,
        SecretHash = NewApplication.Hash(Secret),
        TokenLifetime = TimeSpan.FromSeconds(600),
        Permissions = NewPermissions.Book("announce:read", "book:*"),
    };

    private static SentRequest Form(string? scope = "announce:read") =>
        scope is null ? SentRequest.Of(("grant_type", "client_credentials")) : SentRequest.Of(("grant_type", "client_credentials"), ("scope", scope));

    private Task<Result<IssuedTokens>> PostAsync(SentRequest? form = null, string secret = Secret, MemoryRelyingParty? at = null) =>
        (at ?? app).TokenAsync(new ClientRequest((form ?? Form()).And("client_id", key.ClientId).And("client_secret", secret).Parameters, null));

    private async Task<string> TokenAsync(string scope = "announce:read") => (await PostAsync(Form(scope))).Value!.Response.AccessToken;

    private static (string Code, string Reason, int Status) Of(Result<IssuedTokens> refused) =>
        (refused.Error!.Code, refused.Error.Reason, refused.Error.Status);

    [Fact, Spec("RFC 6749 §4.4.3"), Spec("RFC 6749 §5.1")]
    public async Task The_answer_says_what_was_granted_and_what_was_not()
    {
        var issued = (await PostAsync(Form("announce:read announce:update customer"))).Value!;

        var json = System.Text.Json.JsonSerializer.SerializeToElement(issued.Response, ProtocolJson.Default.TokenResponse);
        Assert.Equal(["access_token", "expires_in", "rejected_scope", "scope", "token_type"], json.EnumerateObject().Select(each => each.Name).Order());
        Assert.Equal(
            ("announce:read", "announce:update customer", 600L, "Bearer"),
            (issued.Response.Scope, issued.Response.RejectedScope, issued.Response.ExpiresIn, issued.Response.TokenType));
        Assert.Equal((app.Application.Id, null, "client_credentials", key.Id), (issued.ApplicationId, issued.SubjectId, issued.GrantType, issued.AccessKeyId));
        Assert.Equal([key.Id], provider.Permissions.Used);
        Assert.Null((await PostAsync()).Value!.Response.RejectedScope);
    }

    [Fact, Spec("RFC 9068 §2.1")]
    public async Task The_token_speaks_of_the_machine_and_of_no_person()
    {
        var token = await TokenAsync("book announce:read");

        Assert.Equal(["jti", "iat", "exp", "scope", "iss", "aud", "azp", "client_id"], Jwt.Names(token));
        var claims = Jwt.Claims(token);
        var now = provider.Clock.Now.ToUnixTimeSeconds();
        Assert.Equal((now, now + 600), (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));
        Assert.Equal(
            ("book announce:read", app.Server.Issuer, key.ClientId, app.Application.ClientId, key.ClientId),
            (claims.GetProperty("scope").GetString(), claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString(),
                claims.GetProperty("azp").GetString(), claims.GetProperty("client_id").GetString()));
        Assert.Contains("\"typ\":\"at+jwt\"", Jwt.Header(token), StringComparison.Ordinal);
        Assert.Contains("\"alg\":\"RS256\"", Jwt.Header(token), StringComparison.Ordinal);
        Assert.NotEqual(claims.GetProperty("jti").GetString(), Jwt.Claims(await TokenAsync()).GetProperty("jti").GetString());
    }

    [Fact]
    public async Task It_is_signed_as_the_application_has_chosen()
    {
        app.Change(application => application with { AccessTokenAlgorithm = SigningAlgorithm.ES256 });

        Assert.Contains("\"alg\":\"ES256\"", Jwt.Header(await TokenAsync()), StringComparison.Ordinal);
    }

    [Theory, Spec("RFC 6749 §2.3.1")]
    [InlineData("client_secret_post")]
    [InlineData("client_secret_basic")]
    [InlineData("none")]
    public async Task Post_and_basic_are_both_good_whatever_the_application_uses_itself(string method)
    {
        app.Change(application => application with { Authentication = new EndpointAuthentication(method, method, method) });

        Assert.NotNull((await PostAsync()).Value);
        Assert.NotNull((await app.TokenAsync(new ClientRequest(Form().Parameters, MemoryRelyingParty.Basic(key.ClientId, Secret)))).Value);
    }

    [Fact, Attack("CA-03")]
    public async Task Both_at_once_are_refused()
    {
        var refused = await app.TokenAsync(new ClientRequest(
            Form().And("client_id", key.ClientId).And("client_secret", Secret).Parameters, MemoryRelyingParty.Basic(key.ClientId, Secret)));

        Assert.Equal(("invalid_client", "two_authentication_methods", 401), Of(refused));
    }

    [Fact]
    public async Task It_answers_at_the_shared_address_too() => Assert.NotNull((await PostAsync(at: app.At(provider.SharedServer()))).Value);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(NewApplication.Secret)]
    public async Task A_wrong_secret_is_a_stranger(string secret) => Assert.Equal(
        ("invalid_client", secret.Length == 0 ? "access_key_without_secret" : "access_key_secret_wrong", 401), Of(await PostAsync(secret: secret)));

    [Fact]
    public async Task With_basic_the_answer_names_the_scheme()
    {
        var refused = (await app.TokenAsync(new ClientRequest(Form().Parameters, MemoryRelyingParty.Basic(key.ClientId, "x")))).Error!;

        Assert.Equal(("access_key_secret_wrong", true, app.Application.Id), (refused.Reason, refused.ChallengeBasic, refused.ApplicationId));
        Assert.Contains(refused.Evidence, each => each == new Evidence("access_key", key.ClientId));
    }

    [Fact]
    public async Task Every_stranger_gets_the_same_answer()
    {
        var wrong = (await PostAsync(secret: "x")).Error!;
        provider.Permissions.Put(key with { Enabled = false });
        var disabled = (await PostAsync()).Error!;
        provider.Permissions.Remove(key);
        var deleted = (await PostAsync()).Error!;

        Assert.Equal(["access_key_secret_wrong", "access_key_disabled", "client_unknown"], new[] { wrong, disabled, deleted }.Select(each => each.Reason));
        Assert.Single(new[] { wrong, disabled, deleted }.Select(each => (each.Code, each.Description, each.Status)).Distinct());
    }

    [Fact]
    public async Task A_refreshed_secret_is_the_only_one()
    {
        provider.Permissions.Put(key with { SecretHash = NewApplication.Hash("another-secret") });

        Assert.Equal("access_key_secret_wrong", Of(await PostAsync()).Reason);
        Assert.NotNull((await PostAsync(secret: "another-secret")).Value);
    }

    [Fact]
    public async Task A_disabled_application_has_no_machines()
    {
        app.Change(application => application with { Enabled = false });

        Assert.Equal(("invalid_client", "access_key_application_disabled", 401), Of(await PostAsync()));
    }

    [Fact, Attack("XT-01")]
    public async Task A_key_is_no_use_at_another_applications_address()
    {
        var other = provider.Web(application => application with { GrantTypes = ["client_credentials"] });

        Assert.Equal(("invalid_client", "access_key_of_other_address", 401), Of(await PostAsync(at: other)));
    }

    [Fact, Attack("XT-01")]
    public async Task Nor_in_another_pool()
    {
        var elsewhere = app.At(AuthorizationServers.Create(Guid.NewGuid()));

        Assert.Equal(("invalid_client", "client_unknown", 401), Of(await PostAsync(at: elsewhere)));
    }

    [Fact, Attack("CA-26")]
    public async Task The_grant_must_be_ticked()
    {
        app.Change(application => application with { GrantTypes = ["authorization_code"] });

        var refused = await PostAsync();
        Assert.Equal(("unauthorized_client", "grant_type_not_allowed", 400), Of(refused));
        Assert.Contains(refused.Error!.Evidence, each => each == new Evidence("access_key", key.ClientId));
        Assert.Equal(app.Application.Id, refused.Error.ApplicationId);
    }

    [Fact, Attack("CA-26")]
    public async Task An_application_is_not_its_own_machine()
    {
        var spa = provider.Spa();

        Assert.Equal(("unauthorized_client", "application_is_no_access_key", 400), Of(await app.TokenAsync(app.Proven(Form(), "client_secret_post"))));
        Assert.Equal(("unauthorized_client", "grant_type_not_allowed", 400), Of(await spa.TokenAsync(spa.Proven(Form(), "none"))));
        Assert.Equal("client_secret_wrong", Of(await app.TokenAsync(new ClientRequest(
            Form().And("client_id", app.Application.ClientId).And("client_secret", Secret).Parameters, null))).Reason);
    }

    [Fact]
    public async Task Nor_is_a_machine_an_application()
    {
        app.Change(application => application with { GrantTypes = ["authorization_code", "client_credentials"] });

        Assert.Equal("client_unknown", Of(await PostAsync(SentRequest.Of(("grant_type", "authorization_code"), ("code", "x")))).Reason);
    }

    [Fact, Attack("XT-01")]
    public async Task Nor_may_it_introspect_or_revoke()
    {
        var token = await TokenAsync();
        ClientRequest request = new(SentRequest.Of(("token", token), ("client_id", key.ClientId), ("client_secret", Secret)).Parameters, null);

        Assert.Equal("client_unknown", (await provider.Introspection.HandleAsync(app.Server, request, default)).Error!.Reason);
        Assert.Equal("client_unknown", (await provider.Revocation.HandleAsync(app.Server, request, default)).Error!.Reason);
    }

    [Fact, Spec("RFC 8707 §2")]
    public async Task A_resource_that_is_named_otherwise_is_refused() =>
        Assert.Equal(("invalid_target", "token_resource_sent", 400), Of(await PostAsync(Form().And("resource", "https://api.acme.test"))));

    [Theory, Spec("RFC 6749 §3.3"), Attack("DV-16")]
    [InlineData(null, "machine_scope_missing")]
    [InlineData("", "machine_scope_missing")]
    [InlineData("announce:update customer", "machine_scope_rejected")]
    [InlineData("openid profile offline_access", "machine_scope_rejected")]
    [InlineData("*", "machine_scope_rejected")]
    [InlineData("announce:re*", "machine_scope_rejected")]
    [InlineData("announce:rеad", "scope_malformed")]
    [InlineData("announce：read", "scope_malformed")]
    [InlineData("announce:read\u200b", "scope_malformed")]
    [InlineData("announce:read\tbook", "scope_malformed")]
    [InlineData("announce:read  book", "scope_spaces")]
    public async Task A_scope_of_which_nothing_is_permitted_is_refused(string? scope, string reason)
    {
        Assert.Equal(("invalid_scope", reason, 400), Of(await PostAsync(Form(scope))));
        Assert.Empty(provider.Permissions.Used);
    }

    [Fact, Attack("OV-08")]
    public async Task A_flood_of_items_is_refused_before_any_is_looked_at()
    {
        Assert.Equal(("invalid_request", "parameter_too_long", 400), Of(await PostAsync(Form(string.Join(' ', Enumerable.Repeat("book", 10_000))))));
        Assert.Equal(("invalid_scope", "scope_too_many", 400), Of(await PostAsync(Form(string.Join(' ', Enumerable.Range(0, 1_000).Select(number => $"b{number}"))))));
    }

    [Fact]
    public async Task A_change_of_the_rules_shows_in_the_next_token()
    {
        Assert.Equal("book announce:read", (await PostAsync(Form("book announce:read"))).Value!.Response.Scope);

        provider.Permissions.Put(key = key with { Permissions = NewPermissions.Book("announce:read", "-book:*") });
        Assert.Equal(("announce:read", "book"), (await PostAsync(Form("book announce:read"))).Value!.Response is var next ? (next.Scope, next.RejectedScope) : default);
    }
}
