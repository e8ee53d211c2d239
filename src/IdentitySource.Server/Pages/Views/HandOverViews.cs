namespace IdentitySource.Server.Pages.Views;

/// <summary>
/// Leads back to the application after a form of ours was posted. A redirect would do, but Chromium holds redirects after a POST
/// against the <c>form-action</c> of the page that posted.
/// </summary>
/// <param name="Location">The complete answer, at a verified redirect URI.</param>
internal sealed record ContinueView(string Location, string? ApplicationName);

/// <summary>OAuth 2.0 Form Post Response Mode: the answer as hidden fields, sent to a verified redirect URI.</summary>
internal sealed record FormPostView(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, string? ApplicationName);
