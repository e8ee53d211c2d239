using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary>
/// Phase C as a table. Times are minutes before (-) or after (+) the request first came; the page visit under test is at +10.
/// </summary>
public class DecidingTheNextStep
{
    private const string None = "none";

    private static readonly DateTimeOffset Started = new FakeClock().Now;

    private static readonly Guid Pool = Guid.NewGuid();

    private static readonly Guid Ann = Guid.NewGuid();

    private static readonly Guid Bob = Guid.NewGuid();

    /// <param name="Session">When Ann signed in; null when nobody is there.</param>
    /// <param name="Consent">When Ann allowed openid; null for never.</param>
    /// <param name="Hint">Whom the hint names.</param>
    /// <param name="SignedOut">Ann has signed out of this application and not of the others.</param>
    public sealed record Facts(
        string? Prompt = null, int? Session = -60, int? MaxAge = null, int? Consent = -60, string? Hint = null, bool Chosen = false, bool OtherChosen = false, bool Denied = false,
        string Scope = "openid", bool ShowConsent = true, bool Native = false, string? Sub = null, string? Claims = null, bool SignedOut = false, bool MayEnter = true);

    public static TheoryData<string, Facts> Table => new()
    {
        // Nobody is there.
        { "SignIn", new(Session: null) },
        { "SignIn", new("login", Session: null) },
        { "SignIn", new("consent", Session: null) },
        { "SignIn", new("select_account", Session: null) },
        { "SignIn", new(Session: null, Hint: "ann") },
        { "login_required nobody_signed_in", new(None, Session: null) },
        { "login_required nobody_signed_in", new(None, Session: null, Hint: "ann") },

        // Somebody is there and has allowed it.
        { "issue", new() },
        { "issue", new(None) },
        { "issue", new(None, Hint: "ann") },
        { "issue", new(None, Sub: "ann") },
        { "issue", new(Hint: "ann") },

        // A fresh sign-in is asked for.
        { "SignIn", new("login") },
        { "issue", new("login", Session: 0) },
        { "issue", new("login", Session: 5) },
        { "SignIn", new("login", Session: -1) },
        { "SignIn", new("login consent", Consent: 5) },
        { "SignIn", new("login select_account", Chosen: true) },

        // The sign-in is too old.
        { "issue", new(MaxAge: 4200) },
        { "SignIn", new(MaxAge: 4199) },
        { "SignIn", new(MaxAge: 0) },
        { "SignIn", new(MaxAge: 1, Session: -1) },
        { "issue", new(MaxAge: 0, Session: 5) },
        { "issue", new(MaxAge: 1, Session: 5) },
        { "SignIn", new(MaxAge: 1, Session: 4) },
        { "issue", new(MaxAge: 360, Session: 4) },
        { "login_required nobody_signed_in", new(None, MaxAge: 1, Session: 4) },
        { "issue", new(None, MaxAge: 10000) },
        { "login_required nobody_signed_in", new(None, MaxAge: 10) },

        // The account chooser.
        { "ChooseAccount", new("select_account") },
        { "issue", new("select_account", Chosen: true) },
        { "ChooseAccount", new("select_account", OtherChosen: true) },
        { "issue", new("select_account", Session: 5) },
        { "ChooseAccount", new("select_account consent", Consent: 5) },
        { "Consent", new("select_account consent", Chosen: true) },

        // The person has signed out of this application alone.
        { "ChooseAccount", new(SignedOut: true) },
        { "login_required signed_out_of_application", new(None, SignedOut: true) },
        { "issue", new(SignedOut: true, Chosen: true) },
        { "ChooseAccount", new(SignedOut: true, OtherChosen: true) },
        { "issue", new(SignedOut: true, Session: 5) },
        { "SignIn", new("login", SignedOut: true) },
        { "Consent", new("consent", SignedOut: true, Chosen: true) },

        // Somebody else is named.
        { "ChooseAccount", new(Hint: "bob") },
        { "ChooseAccount", new(Sub: "bob") },
        { "ChooseAccount", new(Hint: "ann", Sub: "bob") },
        { "login_required named_person_absent", new(None, Hint: "bob") },
        { "login_required named_person_absent", new(None, Sub: "bob") },
        { "login_required other_person_signed_in", new(Hint: "bob", Chosen: true) },
        { "login_required other_person_signed_in", new("login", Session: 5, Hint: "bob") },
        { "login_required other_person_signed_in", new(Session: 5, Sub: "bob") },
        { "SignIn", new("login", Hint: "bob") },

        // Consent.
        { "Consent", new(Consent: null) },
        { "consent_required consent_missing", new(None, Consent: null) },
        { "Consent", new(Scope: "openid email") },
        { "consent_required consent_missing", new(None, Scope: "openid email") },
        { "Consent", new(Claims: "name") },
        { "consent_required consent_missing", new(None, Claims: "name") },
        { "Consent", new(Scope: "openid email", Consent: 5) },
        { "issue", new(Scope: "openid bogus") },
        { "Consent", new("consent") },
        { "issue", new("consent", Consent: 0) },
        { "issue", new("consent", Consent: 5) },
        { "Consent", new("consent", Consent: -1) },
        { "Consent", new("consent", Consent: null) },
        { "issue", new(Consent: null, ShowConsent: false) },
        { "issue", new(None, Consent: null, ShowConsent: false) },
        { "Consent", new("consent", ShowConsent: false) },

        // An application that anybody on the device can pose as.
        { "Consent", new(Native: true) },
        { "consent_required consent_missing", new(None, Native: true) },
        { "issue", new(Native: true, Consent: 5) },
        { "issue", new(Native: true, Consent: null, ShowConsent: false) },

        // The application's access rules keep the person out.
        { "NoAccess", new(MayEnter: false) },
        { "NoAccess", new("consent", MayEnter: false) },
        { "NoAccess", new(Consent: null, MayEnter: false) },
        { "NoAccess", new("select_account", MayEnter: false, Chosen: true) },
        { "SignIn", new("login", MayEnter: false) },
        { "SignIn", new(MaxAge: 1, MayEnter: false) },
        { "ChooseAccount", new("select_account", MayEnter: false) },
        { "ChooseAccount", new(Hint: "bob", MayEnter: false) },
        { "login_required named_person_absent", new(None, Hint: "bob", MayEnter: false) },
        { "access_denied person_has_no_access", new(None, MayEnter: false) },
        { "access_denied person_has_no_access", new(MayEnter: false, Denied: true) },

        // The person said no, which ends it whatever else holds.
        { "access_denied person_denied", new(Denied: true) },
        { "access_denied person_denied", new(Session: null, Denied: true) },
        { "access_denied person_denied", new("login consent", Consent: 5, Denied: true) },
        { "access_denied person_denied", new(None, Denied: true) },
    };

    [Theory, MemberData(nameof(Table))]
    [Spec("OIDC Core §3.1.2.1"), Spec("OIDC Core §3.1.2.2"), Spec("OIDC Core §3.1.2.3"), Spec("OIDC Core §3.1.2.4"), Spec("OIDC Core §3.1.2.6"), Spec("RFC 8252 §8.6")]
    [Attack("PM-03"), Attack("PM-06"), Attack("PM-07"), Attack("PM-08"), Attack("PM-10"), Attack("PM-12"), Attack("CO-03"), Attack("CO-04"), Attack("CO-05"), Attack("CO-08"), Attack("CO-09")]
    [Suite("oidcc-prompt-login"), Suite("oidcc-prompt-none-not-logged-in"), Suite("oidcc-prompt-none-logged-in"), Suite("oidcc-max-age-1"), Suite("oidcc-max-age-10000"), Suite("oidcc-id-token-hint")]
    public void One_place_decides_from_facts(string expected, Facts facts)
    {
        var application = (facts.Native ? NewApplication.Native(Pool) : NewApplication.Web(Pool)) with { Policy = new ApplicationPolicy { ShowConsent = facts.ShowConsent } };
        Flow flow = new(Guid.NewGuid(), Started, facts.Chosen ? SessionId : facts.OtherChosen ? Guid.NewGuid() : null, facts.Denied);

        var step = Interactions.Next(Request(application, facts), PresenceOf(facts), flow);

        Assert.Equal(expected, step switch
        {
            NextStep.Issue issue when issue.Session.SubjectId == Ann => "issue",
            NextStep.AskPerson ask => ask.Ask.ToString(),
            NextStep.Deny deny when deny.Session.SubjectId == Ann => $"{deny.Error.Code} {deny.Error.Reason}",
            NextStep.Refuse refuse => $"{refuse.Error.Code} {refuse.Error.Reason}",
            _ => "?",
        });
    }

    private static readonly Guid SessionId = Guid.NewGuid();

    private static Presence? PresenceOf(Facts facts) => facts.Session is not { } signedIn ? null : new Presence(
        new Session(SessionId, Ann, Started.AddMinutes(signedIn), "pwd"),
        facts.Consent is { } given ? new ConsentState(Scopes.Of(["openid"]), Scopes.None, Started.AddMinutes(given)) : ConsentState.Never,
        facts.SignedOut,
        facts.MayEnter);

    private static AuthorizeRequest Request(Application application, Facts facts)
    {
        var server = AuthorizationServers.Create(Pool, application);
        var sent = SentRequest.Of(("response_type", "code"), ("scope", facts.Scope));
        sent = facts.Prompt is { } prompt ? sent.With("prompt", prompt) : sent;
        sent = facts.MaxAge is { } seconds ? sent.With("max_age", $"{seconds}") : sent;
        sent = facts.Hint is { } hint ? sent.With("id_token_hint", HintOf(server, application, hint == "bob" ? Bob : Ann)) : sent;
        sent = facts.Sub is { } sub ? sent.With("claims", $$"""{"id_token": {"sub": {"value": "{{(sub == "bob" ? Bob : Ann):N}}"} } }""") : sent;
        sent = facts.Claims is { } claim ? sent.With("claims", $$"""{"userinfo": {"{{claim}}": null} }""") : sent;
        var redirect = VerifiedRedirect.Match(application.RedirectUris, application.RedirectUris[0])!;
        return new AuthorizeRequest(server, application, redirect, sent.Parameters, Started.AddMinutes(10));
    }

    private static string HintOf(AuthorizationServer server, Application application, Guid subject) =>
        Protocol.Jose.Jws.Sign(SigningKeys.Ec, IdToken.Typ, (server.Issuer, application.ClientId, subject), static (json, claims) =>
        {
            json.WriteString("iss", claims.Issuer);
            json.WriteString("aud", claims.ClientId);
            json.WriteString("sub", claims.subject.ToString("N"));
        });
}
