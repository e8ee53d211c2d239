using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize.ResponseModes;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize;

/// <summary>What becomes of an authorize request. Three kinds, so that none can be mistaken for another.</summary>
public abstract record AuthorizeOutcome
{
    private AuthorizeOutcome()
    {
    }

    /// <summary>A page of ours: we do not know who asks or where we may answer (RFC 6749 §4.1.2.1).</summary>
    public sealed record ShowError(ProtocolError Error, Application? Application) : AuthorizeOutcome;

    /// <summary>An answer to the application. Needs a <see cref="VerifiedRedirect"/>, so an open redirect does not compile.</summary>
    /// <param name="Error">The refusal that the parameters tell of, or null for a success.</param>
    public sealed record SendToClient(
        AuthorizeRequest Request, VerifiedRedirect Redirect, IResponseMode Mode, IReadOnlyList<KeyValuePair<string, string>> Parameters, ProtocolError? Error)
        : AuthorizeOutcome
    {
        /// <summary>Who it was issued for or refused to, when somebody was there.</summary>
        public Guid? SubjectId { get; init; }
    }

    /// <summary>The person has to do something first.</summary>
    public sealed record AskPerson(Ask Ask, AuthorizeRequest Request) : AuthorizeOutcome;
}

public enum Ask
{
    SignIn,
    ChooseAccount,
    Consent,

    /// <summary>The person is told that they may not come in, and leads back or signs in as somebody else.</summary>
    NoAccess,
}
