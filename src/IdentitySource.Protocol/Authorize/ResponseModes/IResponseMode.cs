namespace IdentitySource.Protocol.Authorize.ResponseModes;

/// <summary>How an answer travels through the browser to the application.</summary>
public interface IResponseMode
{
    string Name { get; }

    /// <summary>The address to redirect to, or null when a page of ours delivers the answer.</summary>
    string? Location(VerifiedRedirect redirect, IReadOnlyList<KeyValuePair<string, string>> parameters);
}

/// <summary>The modes by name, in the order of the catalog.</summary>
public static class ResponseMode
{
    private static readonly IResponseMode[] Known = [new QueryMode(), new FragmentMode(), new FormPostMode(), new WebMessageMode()];

    public static IResponseMode? Find(string name) => Array.Find(Known, mode => mode.Name == name);

    /// <summary><c>name=value</c> pairs, percent-encoded: a line break in a state cannot become a header (RFC 3986 §2.1).</summary>
    internal static string Encode(IReadOnlyList<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters.Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value)}"));
}
