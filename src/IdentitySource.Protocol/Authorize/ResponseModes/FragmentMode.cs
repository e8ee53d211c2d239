namespace IdentitySource.Protocol.Authorize.ResponseModes;

/// <summary>Multiple Response Types §2.1: behind the number sign, so it reaches the page but no server.</summary>
public sealed class FragmentMode : IResponseMode
{
    public const string ModeName = "fragment";

    public string Name => ModeName;

    public string Location(VerifiedRedirect redirect, IReadOnlyList<KeyValuePair<string, string>> parameters) =>
        $"{redirect.Uri}#{ResponseMode.Encode(parameters)}";
}
