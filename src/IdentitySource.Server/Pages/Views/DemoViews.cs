namespace IdentitySource.Server.Pages.Views;

/// <summary>The demo web application, signed in when it has claims. Posts to <c>signin</c>, <c>refresh</c> and <c>signout</c> below <paramref name="Action"/>.</summary>
internal sealed record DemoView(string Action)
{
    /// <summary>The error that the answer brought, or what was wrong with the answer.</summary>
    public string? Refused { get; init; }

    /// <summary>The ID token's payload, indented JSON.</summary>
    public string? Claims { get; init; }

    /// <summary>What the UserInfo endpoint says, indented JSON; null when it said nothing.</summary>
    public string? UserInfo { get; init; }

    public bool MayRefresh { get; init; }
}

/// <summary>The demo single-page application; its script does the rest.</summary>
internal sealed record DemoSpaView(string ClientId, string Issuer);
