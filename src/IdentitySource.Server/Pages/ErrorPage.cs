using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;
using IdentitySource.Server.Console;
using IdentitySource.Server.Events;
using IdentitySource.Server.Explanations;
using IdentitySource.Server.Pages.Views;

namespace IdentitySource.Server.Pages;

/// <summary>
/// The page that explains a refusal, and its trace. It shows what was sent, as text; what is registered is the business of the
/// application's administrators alone.
/// </summary>
public sealed class ErrorPage(EventTrail trail, Onlooker onlooker, TimeProvider clock)
{
    private const int LongestValue = 300;

    /// <summary>Worth showing to whoever wrote the application. Hints and tokens are not.</summary>
    private static readonly string[] Shown =
        ["client_id", "redirect_uri", "response_type", "response_mode", "scope", "prompt", "max_age", "code_challenge_method", "post_logout_redirect_uri"];

    /// <param name="application">Who asked, when that is known.</param>
    public async Task<IResult> ShowAsync(HttpContext http, ProtocolError error, RequestParameters? parameters = null, Application? application = null)
    {
        var (registered, sent) = Compared(error, parameters, application);
        var nearest = sent is null ? null : RedirectComparison.Nearest(registered, sent);
        trail.Refused(http, With(error, nearest), application?.Id);
        var inConsole = await onlooker.FindAsync(http, http.RequestAborted);
        return new HostedPage(
            new ErrorView
            {
                Reason = error.Reason,
                ApplicationName = application?.Name,
                WayBack = WayBackTo(application),
                Error = error.Code,
                Reference = Reference.Of(http),
                At = clock.GetUtcNow(),
                Sent = [.. Shown.Where(name => parameters?[name] is not null).Select(name => new SentValue(name, Cut(parameters![name]!)))],
                Nearest = inConsole is null ? null : nearest,
                Administration = inConsole is null ? null : new ErrorAdministration(inConsole, registered),
            },
            error.Status);
    }

    /// <summary>The addresses that a refused one was compared with.</summary>
    private static (IReadOnlyList<string> Registered, string? Sent) Compared(ProtocolError error, RequestParameters? parameters, Application? application) => error.Reason switch
    {
        "redirect_uri_unregistered" => ([.. application?.RedirectUris ?? []], parameters?["redirect_uri"]),
        "logout_uri_unregistered" => ([.. application?.PostLogoutRedirectUris ?? []], parameters?["post_logout_redirect_uri"]),
        _ => ([], null),
    };

    /// <summary>What was expected is for the trace: a stranger learns nothing of what is registered.</summary>
    private static ProtocolError With(ProtocolError error, NearestRedirect? nearest) => nearest is null
        ? error
        : error.With("expected", nearest.Registered).With("differs_in", string.Join(", ", nearest.Differences.Select(difference => difference.Part)));

    /// <summary>The first address for after a sign-out: the one page of the application that expects to be opened without an answer of ours.</summary>
    private static WayBack? WayBackTo(Application? application) =>
        application?.PostLogoutRedirectUris.FirstOrDefault(uri => uri.StartsWith("https://", StringComparison.Ordinal) || uri.StartsWith("http://", StringComparison.Ordinal)) is { } home
            ? new WayBack(home, application.Name)
            : null;

    private static string Cut(string value) => value.Length > LongestValue ? value[..LongestValue] + "…" : value;
}
