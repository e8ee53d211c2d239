using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Authorize;

/// <summary>PKCE cannot be talked away: an application that must use it is answered with an error at its own address.</summary>
[Spec("RFC 7636 §4.3"), Spec("RFC 9700 §2.1.1")]
public class ProvingPossession(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static readonly (string? Challenge, string? Method, string Reason)[] Downgrades =
    [
        (null, null, "pkce_required"),
        ("", null, "pkce_required"),
        (null, "S256", "pkce_method_without_challenge"),
        (Challenge, "plain", "pkce_plain_refused"),
        (Challenge, null, "pkce_method_unknown"),
        (Challenge, "", "pkce_method_unknown"),
        (Challenge, "s256", "pkce_method_unknown"),
        (Challenge, "S512", "pkce_method_unknown"),
        (Challenge, "S256 ", "pkce_method_unknown"),
        (Challenge, "S256,plain", "pkce_method_unknown"),
        (Challenge[1..], "S256", "pkce_challenge_malformed"),
        (Challenge + "x", "S256", "pkce_challenge_malformed"),
        (new string('x', 129), "S256", "pkce_challenge_malformed"),
        (Challenge[1..] + "=", "S256", "pkce_challenge_malformed"),
        (Challenge[1..] + "+", "S256", "pkce_challenge_malformed"),
        (Challenge[1..] + "/", "S256", "pkce_challenge_malformed"),
        (Challenge[1..] + "é", "S256", "pkce_challenge_malformed"),
    ];

    [Theory, InlineData(ApplicationType.Spa), InlineData(ApplicationType.Web)]
    [Attack("PK-01"), Attack("PK-02"), Attack("PK-03"), Attack("PK-04"), Attack("PK-05"), Attack("PK-06"), Attack("PK-11")]
    public async Task A_request_without_it_or_with_less_is_refused_to_public_and_confidential_applications_alike(ApplicationType type)
    {
        var notes = await server.ApplicationAsync(input => input with { Type = type, Policy = input.Policy with { RequirePkce = true } });
        foreach (var (challenge, method, reason) in Downgrades)
        {
            var answered = await server.Browser().GetAsync(notes.AuthorizeUrl(("code_challenge", challenge), ("code_challenge_method", method)));

            Assert.Equal(("invalid_request", "S0", notes.Keys.Issuer), (answered.Answer["error"], answered.Answer["state"], answered.Answer["iss"]));
            Assert.DoesNotContain("code", answered.Answer.Keys);
            Assert.StartsWith(notes.Keys.RedirectUri + "?", answered.Left!.ToString(), StringComparison.Ordinal);
            Assert.Contains($"({reason})", server.Log.Lines.Last(line => line.Contains("Refused ", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
    }

    [Fact, Suite("oidcc-ensure-request-with-valid-pkce-succeeds"), Attack("AC-11"), Attack("PK-10")]
    public async Task The_code_is_worth_nothing_with_the_verifier_of_another_browser()
    {
        var notes = await server.NotesAsync();
        var ann = await server.AnnAsync();
        var stolen = await server.Browser().SignInAsync(notes.AuthorizeUrl(), ann);
        notes.AuthorizeUrl();

        Assert.Equal("invalid_grant", (await notes.ExchangeAsync(stolen.Answer["code"])).Error);

        var browser = server.Browser();
        var own = await browser.SignInAsync(notes.AuthorizeUrl(), ann);
        Assert.Equal(200, (await notes.ExchangeAsync(own.Answer["code"])).Status);
    }
}
