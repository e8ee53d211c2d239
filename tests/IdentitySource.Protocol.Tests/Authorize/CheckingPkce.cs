using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

[Spec("RFC 7636 §4.3"), Spec("RFC 9700 §2.1.1")]
public class CheckingPkce
{
    private static readonly string Plain = new('x', 43);

    private readonly MemoryProvider provider = new();

    private MemoryRelyingParty Optional => provider.Web().SignedIn();

    private MemoryRelyingParty Required => provider.Web(application => application with { Policy = application.Policy with { RequirePkce = true } }).SignedIn();

    private MemoryRelyingParty Public => provider.Spa().SignedIn();

    private static async Task<(string Code, string Reason)> RefusedAsync(MemoryRelyingParty party, Func<SentRequest, SentRequest> change)
    {
        var error = (await party.AuthorizeAsync(change(party.AuthorizeRequest))).Refusal();
        return (error.Code, error.Reason);
    }

    [Fact, Attack("PK-01"), Attack("PK-02")]
    public async Task An_application_that_must_use_it_is_refused_without()
    {
        foreach (var party in (MemoryRelyingParty[])[Public, Required])
        {
            Assert.Equal(("invalid_request", "pkce_required"), await RefusedAsync(party, request => request.Without("code_challenge", "code_challenge_method")));
            Assert.Equal(("invalid_request", "pkce_required"), await RefusedAsync(party, request => request.With("code_challenge", "").With("code_challenge_method", "")));
        }
    }

    [Fact]
    public async Task A_confidential_application_may_do_without_unless_told_otherwise()
    {
        var party = Optional;

        Assert.NotNull((await party.AuthorizeAsync(party.AuthorizeRequest.Without("code_challenge", "code_challenge_method"))).Code());
    }

    [Fact, Suite("oidcc-ensure-request-with-valid-pkce-succeeds")]
    public async Task S256_is_good_for_all()
    {
        foreach (var party in (MemoryRelyingParty[])[Public, Required, Optional])
        {
            Assert.NotNull((await party.AuthorizeAsync()).Code());
        }
    }

    [Fact, Attack("PK-03")]
    public async Task Plain_fulfils_no_duty_but_may_be_offered_where_there_is_none()
    {
        foreach (var party in (MemoryRelyingParty[])[Public, Required])
        {
            Assert.Equal(("invalid_request", "pkce_plain_refused"), await RefusedAsync(party, request => request.With("code_challenge", Plain).With("code_challenge_method", "plain")));
        }

        var optional = Optional;
        Assert.NotNull((await optional.AuthorizeAsync(optional.AuthorizeRequest.With("code_challenge", Plain).With("code_challenge_method", "plain"))).Code());
    }

    [Theory, Attack("PK-04"), Attack("PK-05")]
    [InlineData("")]
    [InlineData("s256")]
    [InlineData("S512")]
    [InlineData("S256 ")]
    [InlineData("PLAIN")]
    public async Task Any_other_method_is_refused_and_so_is_none(string method)
    {
        Assert.Equal(("invalid_request", "pkce_method_unknown"), await RefusedAsync(Optional, request => request.With("code_challenge_method", method)));
        Assert.Equal(("invalid_request", "pkce_method_unknown"), await RefusedAsync(Public, request => request.With("code_challenge_method", method)));
    }

    [Theory, Attack("PK-05")]
    [InlineData("S256")]
    [InlineData("plain")]
    public async Task A_method_without_a_challenge_is_refused(string method) => Assert.Equal(
        ("invalid_request", "pkce_method_without_challenge"),
        await RefusedAsync(Optional, request => request.Without("code_challenge").With("code_challenge_method", method)));

    [Theory, Attack("PK-06"), Spec("RFC 7636 §4.2")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMM")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw/cM")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cü")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw.cM")]
    public async Task An_S256_challenge_is_exactly_43_characters_of_base64url(string challenge) =>
        Assert.Equal(("invalid_request", "pkce_challenge_malformed"), await RefusedAsync(Public, request => request.With("code_challenge", challenge)));

    [Theory, Attack("PK-06")]
    [InlineData(42, 'x', false)]
    [InlineData(43, '~', true)]
    [InlineData(128, '.', true)]
    [InlineData(129, 'x', false)]
    [InlineData(60, '=', false)]
    [InlineData(60, 'ü', false)]
    public async Task A_plain_challenge_has_the_form_of_a_verifier(int length, char character, bool good)
    {
        var party = Optional;

        var outcome = await party.AuthorizeAsync(party.AuthorizeRequest.With("code_challenge", new string(character, length)).With("code_challenge_method", "plain"));

        Assert.Equal(good ? null : "pkce_challenge_malformed", outcome.Sent().Error?.Reason);
    }
}
