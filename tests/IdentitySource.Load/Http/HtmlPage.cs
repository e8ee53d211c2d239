using System.Net;
using System.Text.RegularExpressions;

namespace IdentitySource.Load.Http;

/// <summary>A page of the server as a browser without scripts sees it: its forms and where it sends one on.</summary>
internal sealed partial class HtmlPage(Uri address, string html)
{
    /// <summary>The target of a <c>meta refresh</c>, which is how a form post leads on where a redirect would be blocked.</summary>
    public Uri? Onward =>
        Refresh().Match(html) is { Success: true } refresh ? new Uri(address, WebUtility.HtmlDecode(refresh.Groups[1].Value)) : null;

    /// <summary>The sign-in form filled in: hidden inputs as they are, the password input and the text input before it as given.</summary>
    public (Uri Action, string Body)? FillSignIn(string identifier, string password)
    {
        foreach (Match form in Forms().Matches(html))
        {
            var inputs = Inputs().Matches(form.Value).Select(input => input.Value).ToList();
            if (!inputs.Any(input => Attribute(input, "type") == "password"))
            {
                continue;
            }

            var fields = inputs.Where(input => Attribute(input, "name") is not null).Select(input => (Attribute(input, "name")!, Attribute(input, "type") switch
            {
                "password" => password,
                "text" or "email" or null => identifier,
                _ => Attribute(input, "value") ?? "",
            }));
            return (new Uri(address, Attribute(form.Value, "action") ?? ""), Request.Form([.. fields]));
        }

        return null;
    }

    private static string? Attribute(string element, string name)
    {
        var tag = element[..(element.IndexOf('>', StringComparison.Ordinal) + 1)];
        var found = Attributes().Matches(tag).FirstOrDefault(attribute => attribute.Groups[1].Value == name);
        return found is null ? null : WebUtility.HtmlDecode(found.Groups[2].Value);
    }

    [GeneratedRegex("<meta[^>]*http-equiv=\"refresh\"[^>]*content=\"\\d+; ?url=([^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Refresh();

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input\\b[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("\\s([a-z-]+)=\"([^\"]*)\"")]
    private static partial Regex Attributes();
}
