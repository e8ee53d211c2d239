using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.ClientAuthentication;

/// <summary>Seen at the token endpoint, with a grant type that nobody knows: whoever is let in gets as far as that.</summary>
[Spec("RFC 6749 §2.3"), Spec("OIDC Core §9")]
public class ProvingWhoCalls
{
    private const string LetIn = "grant_type_unknown";

    private static readonly SentRequest Form = SentRequest.Of(("grant_type", "urn:x"));

    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty post;
    private readonly MemoryRelyingParty basic;
    private readonly MemoryRelyingParty spa;

    public ProvingWhoCalls()
    {
        post = provider.Web();
        basic = provider.Web(application => application with { Authentication = EndpointAuthentication.Basic });
        spa = provider.Spa();
    }

    private static async Task<ProtocolError> AnswerAsync(MemoryRelyingParty party, SentRequest form, string? authorization = null) =>
        (await party.TokenAsync(new ClientRequest(form.Parameters, authorization))).Error!;

    private static SentRequest Posted(string id, string secret = NewApplication.Secret) => Form.With("client_id", id).With("client_secret", secret);

    private static void RefusedAsClient(string reason, ProtocolError error)
    {
        Assert.Equal(("invalid_client", reason, 401), (error.Code, error.Reason, error.Status));
        Assert.Equal("Client authentication failed.", error.Description);
        Assert.DoesNotContain(error.Evidence, each => each.Value.Contains(NewApplication.Secret, StringComparison.Ordinal));
    }

    [Fact, Spec("RFC 6749 §2.3.1"), Suite("oidcc-server-client-secret-post")]
    public async Task Each_method_lets_its_application_in()
    {
        Assert.Equal(LetIn, (await AnswerAsync(post, Posted(post.Application.ClientId))).Reason);
        Assert.Equal(LetIn, (await AnswerAsync(basic, Form, MemoryRelyingParty.Basic(basic.Application.ClientId, NewApplication.Secret))).Reason);
        Assert.Equal(LetIn, (await AnswerAsync(spa, Form.With("client_id", spa.Application.ClientId))).Reason);
    }

    [Fact]
    public async Task The_client_id_may_stand_beside_basic_when_it_is_the_same() => Assert.Equal(
        LetIn, (await AnswerAsync(basic, Form.With("client_id", basic.Application.ClientId), MemoryRelyingParty.Basic(basic.Application.ClientId, NewApplication.Secret))).Reason);

    [Fact, Attack("CA-02"), Attack("EN-09")]
    public async Task An_unknown_client_a_wrong_secret_and_a_disabled_client_get_one_answer()
    {
        var unknown = await AnswerAsync(post, Posted(Guid.NewGuid().ToString("N")));
        var wrong = await AnswerAsync(post, Posted(post.Application.ClientId, "wrong"));
        post.Change(application => application with { Enabled = false });
        var disabled = await AnswerAsync(post, Posted(post.Application.ClientId));

        RefusedAsClient("client_unknown", unknown);
        RefusedAsClient("client_secret_wrong", wrong);
        RefusedAsClient("client_disabled", disabled);
        Assert.All((ProtocolError[])[unknown, wrong, disabled], error => Assert.False(error.ChallengeBasic));
    }

    [Fact, Attack("CA-03")]
    public async Task Two_methods_at_once_are_refused_even_when_both_are_right()
    {
        var id = basic.Application.ClientId;
        var header = MemoryRelyingParty.Basic(id, NewApplication.Secret);

        RefusedAsClient("two_authentication_methods", await AnswerAsync(basic, Posted(id), header));
        RefusedAsClient("two_authentication_methods", await AnswerAsync(basic, Posted(id, "wrong"), header));
        RefusedAsClient("two_authentication_methods", await AnswerAsync(post, Posted(post.Application.ClientId), header));
    }

    [Fact, Attack("CA-04"), Attack("RF-05")]
    public async Task Another_method_than_the_set_one_is_refused_even_with_the_right_secret()
    {
        RefusedAsClient("method_not_allowed_here", await AnswerAsync(basic, Posted(basic.Application.ClientId)));
        RefusedAsClient("method_not_allowed_here", await AnswerAsync(post, Form, MemoryRelyingParty.Basic(post.Application.ClientId, NewApplication.Secret)));
        RefusedAsClient("method_not_allowed_here", await AnswerAsync(post, Form.With("client_id", post.Application.ClientId)));
        RefusedAsClient("method_not_allowed_here", await AnswerAsync(spa, Posted(spa.Application.ClientId)));
        RefusedAsClient("method_not_allowed_here", await AnswerAsync(spa, Form, MemoryRelyingParty.Basic(spa.Application.ClientId, "x")));
    }

    [Fact, Attack("CA-04")]
    public async Task A_public_application_with_a_forgotten_secret_may_not_use_it()
    {
        spa.Change(application => application with { SecretHash = NewApplication.Hash(NewApplication.Secret) });

        RefusedAsClient("method_not_allowed_here", await AnswerAsync(spa, Posted(spa.Application.ClientId)));
    }

    [Fact, Attack("CA-05")]
    public async Task An_empty_secret_is_none()
    {
        RefusedAsClient("method_not_allowed_here", await AnswerAsync(post, Posted(post.Application.ClientId, "")));
        RefusedAsClient("basic_malformed", await AnswerAsync(basic, Form, MemoryRelyingParty.Basic(basic.Application.ClientId, "")));
    }

    [Fact, Attack("CA-05")]
    public async Task An_application_without_a_secret_is_not_proven_by_any()
    {
        post.Change(application => application with { SecretHash = null });

        RefusedAsClient("client_secret_wrong", await AnswerAsync(post, Posted(post.Application.ClientId)));
        RefusedAsClient("client_secret_wrong", await AnswerAsync(post, Posted(post.Application.ClientId, " ")));
    }

    [Fact, Attack("CA-06"), Suite("fapi2-security-profile-final-ensure-client-id-in-token-endpoint")]
    public async Task A_second_client_id_is_refused()
    {
        var error = await AnswerAsync(
            basic, Form.With("client_id", post.Application.ClientId), MemoryRelyingParty.Basic(basic.Application.ClientId, NewApplication.Secret));

        Assert.Equal(("invalid_request", "two_client_ids"), (error.Code, error.Reason));
    }

    [Theory, Attack("CA-07")]
    [InlineData("Basic !!!")]
    [InlineData("Basic ")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic /zpz")]
    [InlineData("Basic YQA6Yg==")]
    [InlineData("Basic YTpiAGM=")]
    [InlineData("Basic YTolMDA=")]
    [InlineData("Basic YTolemg=")]
    [InlineData("Basic YTp4JnklNDE=")]
    public async Task A_malformed_basic_header_is_refused_with_the_challenge(string header)
    {
        var error = await AnswerAsync(basic, Form, header);

        RefusedAsClient("basic_malformed", error);
        Assert.True(error.ChallengeBasic);
    }

    [Fact, Attack("CA-07")]
    public async Task A_huge_basic_header_is_refused() =>
        RefusedAsClient("basic_malformed", await AnswerAsync(basic, Form, "Basic " + new string('A', 65_536)));

    [Theory, Attack("CA-07"), Spec("RFC 6749 §5.2")]
    [InlineData("Bearer x")]
    [InlineData("Basic")]
    [InlineData("BasicX x")]
    [InlineData("Digest username=x")]
    [InlineData("")]
    public async Task Another_scheme_is_refused_with_the_challenge(string header)
    {
        var error = await AnswerAsync(basic, Form, header);

        RefusedAsClient("authorization_scheme_unknown", error);
        Assert.True(error.ChallengeBasic);
    }

    [Fact, Spec("RFC 6749 §5.2")]
    public async Task A_wrong_secret_by_basic_is_refused_with_the_challenge()
    {
        var error = await AnswerAsync(basic, Form, MemoryRelyingParty.Basic(basic.Application.ClientId, "wrong"));

        RefusedAsClient("client_secret_wrong", error);
        Assert.True(error.ChallengeBasic);
    }

    [Theory, Spec("RFC 7617 §2")]
    [InlineData("basic ")]
    [InlineData("BASIC ")]
    [InlineData("Basic   ")]
    public async Task The_scheme_is_read_in_any_case_and_with_blanks_behind(string scheme) => Assert.Equal(
        LetIn, (await AnswerAsync(basic, Form, MemoryRelyingParty.Basic(basic.Application.ClientId, NewApplication.Secret).Replace("Basic ", scheme, StringComparison.Ordinal))).Reason);

    [Theory, Attack("CA-08"), Spec("RFC 6749 §2.3.1")]
    [InlineData("p%q+r:s ü&=")]
    [InlineData("100%+1")]
    public async Task A_secret_in_basic_is_form_encoded_exactly_once(string secret)
    {
        basic.Change(application => application with { SecretHash = NewApplication.Hash(secret) });
        var (id, once) = (basic.Application.ClientId, Uri.EscapeDataString(secret));

        Assert.Equal(LetIn, (await AnswerAsync(basic, Form, MemoryRelyingParty.Basic(id, once))).Reason);
        Assert.Equal(LetIn, (await AnswerAsync(basic, Form, MemoryRelyingParty.Basic(id, once.Replace("%20", "+", StringComparison.Ordinal)))).Reason);
        Assert.Equal("invalid_client", (await AnswerAsync(basic, Form, MemoryRelyingParty.Basic(id, secret))).Code);
        Assert.Equal("invalid_client", (await AnswerAsync(basic, Form, MemoryRelyingParty.Basic(id, Uri.EscapeDataString(once)))).Code);
    }

    [Theory, Attack("CA-10")]
    [InlineData("upper")]
    [InlineData("blank")]
    [InlineData("cyrillic")]
    [InlineData("dashes")]
    public async Task A_client_id_in_another_spelling_is_unknown(string spelling)
    {
        post.Change(application => application with { Id = Guid.Parse("c0ffee00-aaaa-4bbb-8ccc-00000000cafe") });
        var id = post.Application.ClientId;
        var other = spelling switch
        {
            "upper" => id.ToUpperInvariant(),
            "blank" => id + " ",
            "cyrillic" => id.Replace('c', 'с'),
            _ => post.Application.Id.ToString(),
        };

        RefusedAsClient("client_unknown", await AnswerAsync(post.At(provider.SharedServer()), Posted(other)));
    }

    [Fact]
    public async Task A_request_that_names_nobody_is_refused()
    {
        RefusedAsClient("no_client_named", await AnswerAsync(post, Form));
        RefusedAsClient("secret_without_client_id", await AnswerAsync(post, Form.With("client_secret", NewApplication.Secret)));
    }

    [Fact, Attack("XT-01")]
    public async Task An_application_is_served_at_its_own_address_and_the_shared_one_of_its_pool()
    {
        var form = Posted(post.Application.ClientId);

        Assert.Equal(LetIn, (await AnswerAsync(post.At(provider.SharedServer()), form)).Reason);
        RefusedAsClient("client_of_other_address", await AnswerAsync(basic, form));
        RefusedAsClient("client_unknown", await AnswerAsync(post.At(AuthorizationServers.Create(Guid.NewGuid())), form));
    }

    [Fact]
    public async Task Token_introspection_and_revocation_each_have_their_own_setting()
    {
        post.Change(application => application with { Authentication = new EndpointAuthentication("client_secret_post", "client_secret_basic", "none") });
        var right = Posted(post.Application.ClientId).And("token", "x");

        Assert.Equal(LetIn, (await AnswerAsync(post, right)).Reason);
        Assert.Null((await post.IntrospectAsync("x")).Error);
        Assert.Null((await post.RevokeAsync("x")).Error);
        RefusedAsClient("method_not_allowed_here", (await provider.Introspection.HandleAsync(post.Server, new ClientRequest(right.Parameters, null), default)).Error!);
        RefusedAsClient("method_not_allowed_here", (await provider.Revocation.HandleAsync(post.Server, new ClientRequest(right.Parameters, null), default)).Error!);
    }

    [Fact]
    public void A_proof_does_not_print_its_secret()
    {
        ClientProof proof = new("app", NewApplication.Secret);

        Assert.Equal("app", $"{proof}");
    }

    [Fact]
    public async Task The_evidence_tells_the_developer_which_method_was_expected()
    {
        var error = await AnswerAsync(basic, Posted(basic.Application.ClientId));

        Assert.Contains(new Evidence("method_expected", "client_secret_basic"), error.Evidence);
        Assert.Contains(new Evidence("method_given", "client_secret_post"), error.Evidence);
        Assert.Contains(new Evidence("client_id", basic.Application.ClientId), error.Evidence);
    }
}
