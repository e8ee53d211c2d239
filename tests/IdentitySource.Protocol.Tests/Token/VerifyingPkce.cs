using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Token;

[Spec("RFC 7636 §4.6"), Spec("RFC 9700 §2.1.1")]
public class VerifyingPkce
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public VerifyingPkce() => web = provider.Web().SignedIn();

    [Fact, Spec("RFC 7636 §B")]
    public void The_published_verifier_has_the_published_challenge() =>
        Assert.Equal("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", Pkce.Challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));

    private async Task<string?> ReasonAsync(string code, string? verifier)
    {
        var answer = await web.ExchangeAsync(code, form => verifier is null ? form.Without("code_verifier") : form.With("code_verifier", verifier));
        Assert.Equal(answer.Error is null ? null : "invalid_grant", answer.Error?.Code);
        Assert.DoesNotContain(answer.Error?.Evidence ?? [], each => each.Value == verifier);
        return answer.Error?.Reason;
    }

    [Theory, Attack("PK-08"), Attack("PK-10"), Attack("AC-11")]
    [InlineData(null, "pkce_verifier_missing")]
    [InlineData("", "pkce_verifier_missing")]
    [InlineData(MemoryRelyingParty.Challenge, "pkce_mismatch")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl", "pkce_mismatch")]
    [InlineData("DBJFTJEZ4CVP-MB92K27UHBUJU1P1R_WW1GFWFOEJXK", "pkce_mismatch")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk=", "pkce_verifier_malformed")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX", "pkce_verifier_malformed")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXü", "pkce_verifier_malformed")]
    public async Task Any_other_verifier_or_none_burns_the_code(string? verifier, string reason)
    {
        var code = await web.CodeAsync("openid offline_access");

        Assert.Equal(reason, await ReasonAsync(code, verifier));

        Assert.Equal("code_replayed", await ReasonAsync(code, MemoryRelyingParty.Verifier));
        Assert.Equal(0, provider.Grants.LiveRefreshTokens);
    }

    [Theory, Attack("PK-10")]
    [InlineData(42, false)]
    [InlineData(43, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task A_verifier_has_43_to_128_characters(int length, bool good)
    {
        var verifier = new string('v', length);
        var code = await web.CodeAsync(change: request => request.With("code_challenge", Pkce.Challenge(verifier)));

        Assert.Equal(good ? null : "pkce_verifier_malformed", await ReasonAsync(code, verifier));
    }

    [Fact, Attack("PK-11")]
    public async Task A_verifier_for_a_code_without_challenge_is_refused()
    {
        var without = await web.CodeAsync(change: request => request.Without("code_challenge", "code_challenge_method"));
        var empty = await web.CodeAsync(change: request => request.With("code_challenge", "").Without("code_challenge_method"));

        Assert.Equal("pkce_verifier_unexpected", await ReasonAsync(without, MemoryRelyingParty.Verifier));
        Assert.Equal("pkce_verifier_unexpected", await ReasonAsync(empty, MemoryRelyingParty.Verifier));
    }

    [Fact]
    public async Task A_code_without_challenge_needs_no_verifier()
    {
        var code = await web.CodeAsync(change: request => request.Without("code_challenge", "code_challenge_method"));

        Assert.Null(await ReasonAsync(code, null));
    }

    [Fact]
    public async Task A_plain_challenge_is_its_own_verifier()
    {
        SentRequest Plain(SentRequest request) => request.With("code_challenge", MemoryRelyingParty.Verifier).With("code_challenge_method", "plain");

        Assert.Null(await ReasonAsync(await web.CodeAsync(change: Plain), MemoryRelyingParty.Verifier));
        Assert.Equal("pkce_mismatch", await ReasonAsync(await web.CodeAsync(change: Plain), MemoryRelyingParty.Challenge));
        Assert.Equal("pkce_verifier_missing", await ReasonAsync(await web.CodeAsync(change: Plain), null));
    }
}
