using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Authorize.ResponseModes;

/// <summary>
/// OAuth 2.0 Web Message Response Mode (draft-sakimura-oauth-wmrm-01): a page of ours tells the window that opened or frames it, and
/// the browser delivers that to the origin of the redirect URI alone.
/// </summary>
public sealed class WebMessageMode : IResponseMode
{
    public const string ModeName = "web_message";

    public string Name => ModeName;

    public string? Location(VerifiedRedirect redirect, IReadOnlyList<KeyValuePair<string, string>> parameters) => null;

    /// <summary>Where the message may be delivered, exactly.</summary>
    public static string? Target(VerifiedRedirect redirect) => Origins.Of(redirect.Uri);

    /// <summary>
    /// The origin that may frame the page, which is the one that is told: none, unless the request said that no person has to be
    /// asked. Then there is nothing on it that a framing page could trick a person into.
    /// </summary>
    public static string? Framing(AuthorizeRequest request) => request.Prompt == Prompt.None ? Target(request.Redirect) : null;
}
