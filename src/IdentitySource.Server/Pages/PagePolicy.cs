using System.Buffers;

namespace IdentitySource.Server.Pages;

/// <summary>What a browser may do with a page. A page declares another one than <see cref="Standard"/> through its <see cref="PageFrame"/>.</summary>
/// <param name="ContentSecurity">The value of <c>Content-Security-Policy</c>.</param>
/// <param name="KeepsOpener">
/// True for the steps of a sign-in: an application may have opened them in a pop-up window, and its callback needs
/// <c>window.opener</c>, which <c>Cross-Origin-Opener-Policy: same-origin</c> would cut for good.
/// </param>
/// <param name="HasSwitches">False where the forms of the footer could not be sent.</param>
/// <param name="IsFramed">True for the one kind of page that another site may frame; its content security says which.</param>
internal sealed record PagePolicy(string ContentSecurity, bool KeepsOpener = false, bool HasSwitches = true, bool IsFramed = false)
{
    private const string Sources =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; require-trusted-types-for 'script'";

    private const string Rest = $"{Sources}; frame-ancestors 'none'";

    /// <summary>What an origin consists of. Anything else would end the directive and begin another one.</summary>
    private static readonly SearchValues<char> OriginCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-_:/[]");

    public static PagePolicy Standard { get; } = new($"{Rest}; form-action 'self'");

    /// <summary>Sign-in, account choice, consent.</summary>
    public static PagePolicy Interaction { get; } = Standard with { KeepsOpener = true };

    /// <summary>The page that leads on by itself: it has no form.</summary>
    public static PagePolicy Continue { get; } = new($"{Rest}; form-action 'none'", KeepsOpener: true, HasSwitches: false);

    /// <summary>
    /// OAuth 2.0 Form Post Response Mode: the one form goes to a verified redirect URI. <c>form-action</c> is left out, because
    /// Chromium holds each redirect of the answer against it, and callbacks commonly redirect to another origin of the application.
    /// </summary>
    public static PagePolicy FormPost { get; } = new(Rest, KeepsOpener: true, HasSwitches: false);

    /// <summary>The answer as a message: nothing on the page can be pressed, and this origin may frame it.</summary>
    public static PagePolicy WebMessage(string? framedBy) =>
        string.IsNullOrEmpty(framedBy) || framedBy.AsSpan().ContainsAnyExcept(OriginCharacters)
            ? Continue
            : new($"{Sources}; form-action 'none'; frame-ancestors {framedBy}", KeepsOpener: true, HasSwitches: false, IsFramed: true);
}
