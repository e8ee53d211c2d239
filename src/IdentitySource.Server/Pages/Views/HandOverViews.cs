using System.Globalization;
using System.Text;
using System.Text.Json;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Authorize.ResponseModes;

namespace IdentitySource.Server.Pages.Views;

/// <summary>
/// Leads back to the application after a form of ours was posted. A redirect would do, but Chromium holds redirects after a POST
/// against the <c>form-action</c> of the page that posted.
/// </summary>
/// <param name="Location">The complete answer, at a verified redirect URI.</param>
internal sealed record ContinueView(string Location, string? ApplicationName);

/// <summary>OAuth 2.0 Form Post Response Mode: the answer as hidden fields, sent to a verified redirect URI.</summary>
internal sealed record FormPostView(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, string? ApplicationName);

/// <summary>OAuth 2.0 Web Message Response Mode: the answer as a message to the window that opened or frames the page.</summary>
/// <param name="Target">The origin of the verified redirect URI; the browser delivers to no other.</param>
/// <param name="FramedBy">The origin that may frame the page, if any.</param>
/// <param name="Response">JSON.</param>
internal sealed record WebMessageView(string Target, string? FramedBy, string Response, string? ApplicationName)
{
    public static WebMessageView Of(AuthorizeOutcome.SendToClient answer) => new(
        WebMessageMode.Target(answer.Redirect)!, WebMessageMode.Framing(answer.Request), Write(answer.Parameters), answer.Request.Application.Name);

    /// <summary>RFC 6749 §5.1 has <c>expires_in</c> as a number, where an answer is JSON.</summary>
    private static string Write(IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            foreach (var (name, value) in parameters)
            {
                if (name == "expires_in")
                {
                    json.WriteNumber(name, long.Parse(value, CultureInfo.InvariantCulture));
                }
                else
                {
                    json.WriteString(name, value);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length));
    }
}
