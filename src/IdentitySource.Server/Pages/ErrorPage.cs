using IdentitySource.Protocol;
using IdentitySource.Protocol.Errors;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages.Views;

namespace IdentitySource.Server.Pages;

/// <summary>
/// The page that explains a refusal, and its trace. It shows what was sent, as text; what is registered is the business of the
/// application's administrators alone.
/// </summary>
public sealed class ErrorPage(EventTrail trail, TimeProvider clock)
{
    private const int LongestValue = 300;

    /// <summary>Worth showing to whoever wrote the application. Hints and tokens are not.</summary>
    private static readonly string[] Shown =
        ["client_id", "redirect_uri", "response_type", "response_mode", "scope", "prompt", "max_age", "code_challenge_method", "post_logout_redirect_uri"];

    public IResult Show(HttpContext http, ProtocolError error, RequestParameters? parameters = null)
    {
        trail.Refused(http, error);
        return new HostedPage(
            new ErrorView
            {
                Reason = error.Reason,
                Error = error.Code,
                Reference = Reference.Of(http),
                At = clock.GetUtcNow(),
                Sent = [.. Shown.Where(name => parameters?[name] is not null).Select(name => new SentValue(name, Cut(parameters![name]!)))],
            },
            error.Status);
    }

    private static string Cut(string value) => value.Length > LongestValue ? value[..LongestValue] + "…" : value;
}
