using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Protocol.Authorize;

/// <summary>
/// What has to happen next, decided from facts alone at one place. The pages never call one another: each returns here. The
/// questions come in the order in which a person should meet them.
/// </summary>
public static class Interactions
{
    /// <summary>For the pages between a sign-in that <c>max_age</c> asked for and the answer.</summary>
    private static readonly TimeSpan Reading = TimeSpan.FromMinutes(5);

    /// <summary>For a person whom the application's access rules keep out.</summary>
    public static ProtocolError NoAccess { get; } = new("access_denied", "person_has_no_access", "The person may not sign in to the application.");

    public static NextStep Next(AuthorizeRequest request, Presence? presence, Flow flow)
    {
        if (flow.Denied)
        {
            var denied = presence is { MayEnter: false } ? NoAccess : new ProtocolError("access_denied", "person_denied", "The person did not allow the request.");
            return presence is null ? new NextStep.Refuse(denied) : new NextStep.Deny(presence.Session, denied);
        }

        if (presence is null || MustSignInAgain(request, presence, flow))
        {
            return AskOr(request, Ask.SignIn, new ProtocolError("login_required", "nobody_signed_in", "The person is not signed in, or not lately enough."));
        }

        var chosen = flow.ChosenSession == presence.Session.Id || Fresh(presence, flow);
        if (!chosen && (request.Prompt.HasFlag(Prompt.SelectAccount) || presence.SignedOut))
        {
            // Who signed out of this application must not find themselves signed in again without having done anything.
            return AskOr(request, Ask.ChooseAccount, new ProtocolError("login_required", "signed_out_of_application", "The person has signed out of the application."));
        }

        if (request.NamesOtherThan(presence.Session.SubjectId))
        {
            // Having chosen or signed in for this request, there is no further page.
            return chosen
                ? new NextStep.Refuse(new ProtocolError("login_required", "other_person_signed_in", "The person who signed in is not the one that the request names."))
                : AskOr(request, Ask.ChooseAccount, new ProtocolError("login_required", "named_person_absent", "The person that the request names is not signed in."));
        }

        if (!presence.MayEnter)
        {
            return AskOr(request, Ask.NoAccess, NoAccess);
        }

        return MustConsent(request, presence.Consent, flow)
            ? AskOr(request, Ask.Consent, new ProtocolError("consent_required", "consent_missing", "The person has not allowed this yet."))
            : new NextStep.Issue(presence.Session);
    }

    private static bool MustSignInAgain(AuthorizeRequest request, Presence presence, Flow flow) =>
        (request.Prompt.HasFlag(Prompt.Login) && !Fresh(presence, flow))
        || (request.MaxAge is { } seconds && request.Now - presence.Session.AuthenticatedAt > OldestAllowed(seconds, Fresh(presence, flow)));

    /// <summary>Who has just signed in is not asked again while they read a page; who left it open for an hour is.</summary>
    private static TimeSpan OldestAllowed(int seconds, bool fresh)
    {
        var asked = TimeSpan.FromSeconds(seconds);
        return fresh && asked < Reading ? Reading : asked;
    }

    /// <summary>Signed in since the request came: what <c>prompt=login</c> and <c>max_age=0</c> ask for.</summary>
    private static bool Fresh(Presence presence, Flow flow) => presence.Session.AuthenticatedAt >= flow.StartedAt;

    private static bool MustConsent(AuthorizeRequest request, ConsentState consent, Flow flow)
    {
        if (consent.GivenAt >= flow.StartedAt && Covers(request, consent))
        {
            return false;
        }

        // What a person may do with an API is theirs to hand over, an administrator's most of all: an application without a consent
        // page has it for the person's claims alone.
        return request.Prompt.HasFlag(Prompt.Consent)
            || !request.GrantedItems.CoveredBy(consent.Scopes)
            || (request.Application.Policy.ShowConsent && (request.Application.MayBeImpersonated || !Covers(request, consent)));
    }

    private static bool Covers(AuthorizeRequest request, ConsentState consent) =>
        request.Allowed.CoveredBy(consent.Scopes) && request.ToldClaims.All(consent.Claims.Contains);

    /// <summary><c>prompt=none</c>: the answer is an error, never a page.</summary>
    private static NextStep AskOr(AuthorizeRequest request, Ask ask, ProtocolError otherwise) =>
        request.Prompt == Prompt.None ? new NextStep.Refuse(otherwise) : new NextStep.AskPerson(ask);
}

/// <summary>One of four: an answer may be issued, the person said no, a page must be shown, or the request is refused.</summary>
public abstract record NextStep
{
    private NextStep()
    {
    }

    public sealed record Issue(Tokens.Session Session) : NextStep;

    /// <summary>An answer like any other: the interaction has no second one.</summary>
    public sealed record Deny(Tokens.Session Session, ProtocolError Error) : NextStep;

    public sealed record AskPerson(Ask Ask) : NextStep;

    public sealed record Refuse(ProtocolError Error) : NextStep;
}
