namespace IdentitySource.Protocol.Authorize.ResponseModes;

/// <summary>OAuth 2.0 Form Post Response Mode §2: a page of ours posts the answer, so it stands in no address.</summary>
public sealed class FormPostMode : IResponseMode
{
    public const string ModeName = "form_post";

    public string Name => ModeName;

    public string? Location(VerifiedRedirect redirect, IReadOnlyList<KeyValuePair<string, string>> parameters) => null;
}
