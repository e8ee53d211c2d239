using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Discovery;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Discovery;

[Spec("OpenID Connect Discovery §3"), Spec("RFC 8414 §2")]
public class DescribingTheServer
{
    private const string TokenClaims = """
        "claims_supported":["sub","iss","aud","exp","iat","auth_time","nonce","at_hash","sid","acr","amr",
        """;

    private const string Claims =
        """
        "birthdate","family_name","gender","given_name","locale",
        "middle_name","name","nickname","picture","preferred_username","profile","updated_at","website","zoneinfo","email","email_verified","phone_number",
        "phone_number_verified","address","username","roles","external_id","extended_fields"],
        "acr_values_supported":["urn:identitysource:acr:password"],"prompt_values_supported":["none","login","consent","select_account"],
        "display_values_supported":["page","popup","touch","wap"],"ui_locales_supported":["en","zh-Hans"],
        """;

    private const string End =
        """
        "code_challenge_methods_supported":["S256"],"authorization_response_iss_parameter_supported":true,"claims_parameter_supported":true,
        "request_parameter_supported":false,"request_uri_parameter_supported":false}
        """;

    private static string Endpoints(string issuer) =>
        $$"""
        {"issuer":"{{issuer}}","authorization_endpoint":"{{issuer}}/auth","token_endpoint":"{{issuer}}/token","userinfo_endpoint":"{{issuer}}/me",
        "jwks_uri":"{{issuer}}/.well-known/jwks.json","introspection_endpoint":"{{issuer}}/token/introspection",
        "revocation_endpoint":"{{issuer}}/token/revocation","end_session_endpoint":"{{issuer}}/session/end",
        """;

    private static string Document(AuthorizationServer server) => Encoding.UTF8.GetString(DiscoveryDocument.Write(server));

    private static string OneLine(params string[] parts) => string.Concat(parts).Replace("\n", "", StringComparison.Ordinal);

    [Fact, Attack("PK-14"), Suite("oidcc-rp-initiated-logout-discovery-endpoint-verification"), Suite("oidcc-discovery-endpoint-verification")]
    public void The_shared_address_lists_what_the_server_can_do() => Assert.Equal(
        OneLine(
            Endpoints("https://id.acme.test/oidc"),
            """
            "response_types_supported":["code","code id_token","code id_token token","code token","id_token","id_token token","none"],
            "response_modes_supported":["form_post","fragment","query","web_message"],
            "grant_types_supported":["authorization_code","client_credentials","implicit","password","refresh_token"],"subject_types_supported":["public"],
            "id_token_signing_alg_values_supported":["RS256","ES256","HS256"],
            "scopes_supported":["openid","profile","email","phone","address","username","roles","external_id","extended_fields","offline_access"],
            """,
            TokenClaims,
            """
            "c_hash","s_hash",
            """,
            Claims,
            """
            "token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","none"],
            "introspection_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","none"],
            "revocation_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","none"],
            """,
            End),
        Document(AuthorizationServers.Create(Guid.NewGuid())));

    [Fact]
    public void An_applications_address_lists_what_that_application_may_do()
    {
        var application = NewApplication.Web(Guid.NewGuid()) with
        {
            Id = Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"),
            GrantTypes = ["authorization_code"],
            IdTokenAlgorithm = SigningAlgorithm.ES256,
            Authentication = new EndpointAuthentication("none", "client_secret_post", "client_secret_basic"),
        };

        Assert.Equal(
            OneLine(
                Endpoints("https://id.acme.test/apps/01234567-cdef/oidc"),
                """
                "response_types_supported":["code"],"response_modes_supported":["form_post","fragment","query","web_message"],
                "grant_types_supported":["authorization_code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256","ES256"],
                "scopes_supported":["openid","profile","email","phone","address","username","roles","external_id","extended_fields"],
                """,
                TokenClaims,
                Claims,
                """
                "token_endpoint_auth_methods_supported":["none"],"introspection_endpoint_auth_methods_supported":["client_secret_post"],
                "revocation_endpoint_auth_methods_supported":["client_secret_basic"],
                """,
                End),
            Document(AuthorizationServers.Create(application.PoolId, application)));
    }

    [Theory]
    [InlineData("authorization_code implicit", "code id_token", "id_token", "form_post fragment web_message", "c_hash s_hash")]
    [InlineData("authorization_code implicit", "code", "id_token token", "form_post fragment query web_message", "s_hash")]
    [InlineData("authorization_code", "code", "id_token", "form_post fragment query web_message", "")]
    [InlineData("implicit", "id_token", "code id_token", "form_post fragment web_message", "s_hash")]
    [InlineData("", "code", "id_token", "", "")]
    public void What_is_ticked_without_its_mode_is_not_listed_nor_a_mode_that_no_type_can_use(string grants, string first, string second, string modes, string hashes)
    {
        FrozenSet<string> grantTypes = [.. grants.Split(' ')];
        var application = NewApplication.Web(Guid.NewGuid()) with { GrantTypes = grantTypes, ResponseTypes = [first, second] };

        var document = JsonElement.Parse(Document(AuthorizationServers.Create(application.PoolId, application)));

        string[] works = [.. new[] { first, second }.Where(type => new ResponseType(type).WorksWith(grantTypes)).Order()];
        Assert.Equal(works, Texts("response_types_supported"));
        Assert.Equal(modes, string.Join(' ', Texts("response_modes_supported")));
        Assert.Equal(hashes, string.Join(' ', Texts("claims_supported").Where(name => name is "c_hash" or "s_hash")));

        IEnumerable<string> Texts(string member) => document.GetProperty(member).EnumerateArray().Select(each => each.GetString()!);
    }

    [Theory]
    [InlineData("com.acme.app:/cb", "form_post fragment query")]
    [InlineData("http://127.0.0.1/cb", "form_post fragment query web_message")]
    public void A_message_is_offered_where_there_is_an_origin_to_tell(string callback, string modes)
    {
        var application = NewApplication.Native(Guid.NewGuid()) with { RedirectUris = [callback] };

        var document = JsonElement.Parse(Document(AuthorizationServers.Create(application.PoolId, application)));

        Assert.Equal(modes, string.Join(' ', document.GetProperty("response_modes_supported").EnumerateArray()));
    }

    [Theory, Spec("RFC 8414 §2")]
    [InlineData("authorization_code", "code", true, true)]
    [InlineData("authorization_code implicit", "code id_token", true, true)]
    [InlineData("implicit", "id_token token", true, false)]
    [InlineData("client_credentials", "", false, false)]
    [InlineData("password refresh_token", "code", false, false)]
    public void What_no_answer_uses_is_left_out(string grants, string type, bool pages, bool challenges)
    {
        var application = NewApplication.Web(Guid.NewGuid()) with { GrantTypes = [.. grants.Split(' ')], ResponseTypes = type.Length == 0 ? [] : [type] };

        var document = JsonElement.Parse(Document(AuthorizationServers.Create(application.PoolId, application)));

        Assert.All(
            ["prompt_values_supported", "display_values_supported", "ui_locales_supported"],
            (string member) => Assert.Equal(pages, document.TryGetProperty(member, out _)));
        Assert.Equal(challenges, document.TryGetProperty("code_challenge_methods_supported", out _));
    }

    [Theory]
    [InlineData("none", "client_secret_basic client_secret_post none")]
    [InlineData("client_secret_post", "client_secret_basic client_secret_post")]
    public void Where_machines_may_ask_their_two_methods_are_listed_beside_the_applications_own(string own, string methods)
    {
        var application = NewApplication.Web(Guid.NewGuid()) with
        {
            GrantTypes = ["authorization_code", "client_credentials"],
            Authentication = new EndpointAuthentication(own, own, own),
        };

        var document = JsonElement.Parse(Document(AuthorizationServers.Create(application.PoolId, application)));

        Assert.Equal(methods, Listed("token_endpoint"));
        Assert.Equal((own, own), (Listed("introspection_endpoint"), Listed("revocation_endpoint")));

        string Listed(string endpoint) =>
            string.Join(' ', document.GetProperty(endpoint + "_auth_methods_supported").EnumerateArray().Select(each => each.GetString()));
    }

    [Fact]
    public void A_response_type_that_the_catalog_does_not_know_is_not_listed()
    {
        var application = NewApplication.Web(Guid.NewGuid()) with { ResponseTypes = ["code", "magic"], GrantTypes = ["authorization_code", "magic"] };

        Assert.DoesNotContain("magic", Document(AuthorizationServers.Create(application.PoolId, application)), StringComparison.Ordinal);
    }

    [Fact, Suite("oidcc-idtoken-unsigned")]
    public void No_unsigned_token_is_offered_and_every_address_lies_below_the_issuer()
    {
        var server = AuthorizationServers.Create(Guid.NewGuid());
        using var document = JsonDocument.Parse(DiscoveryDocument.Write(server));

        Assert.DoesNotContain("\"none\"", document.RootElement.GetProperty("id_token_signing_alg_values_supported").GetRawText(), StringComparison.Ordinal);
        Assert.All(
            document.RootElement.EnumerateObject().Where(each => each.Name.EndsWith("_endpoint", StringComparison.Ordinal) || each.Name == "jwks_uri"),
            each => Assert.StartsWith(server.Issuer + "/", each.Value.GetString(), StringComparison.Ordinal));
    }
}
