using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace IdentitySource.TestKit.Http;

/// <summary>
/// A browser without scripts: keeps cookies as a browser does, follows our own redirects and refresh pages, and stops at the
/// first address of somebody else.
/// </summary>
public sealed class Browser(HttpClient http, Uri origin)
{
    private const int MostHops = 12;

    public CookieContainer Cookies { get; private set; } = new();

    /// <summary>Every answer so far, the latest last.</summary>
    public List<HttpResponseMessage> History { get; } = [];

    /// <summary>Sent along with every request: a language, a <see cref="Doorkeeper.PeerHeader"/>.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public void ForgetCookies() => Cookies = new CookieContainer();

    /// <summary>The cookie whose name ends or begins so, whatever its prefix; null when there is none.</summary>
    public Cookie? Cookie(string part) => Cookies.GetCookies(origin).FirstOrDefault(cookie => cookie.Name.Contains(part, StringComparison.Ordinal));

    public Task<Visit> GetAsync(string address) => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(origin, address)));

    public Task<Visit> PostAsync(string address, IEnumerable<KeyValuePair<string, string>> fields) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Post, new Uri(origin, address)) { Content = new FormUrlEncodedContent(fields) });

    /// <summary>A form of another site posts here: Lax cookies stay behind, and come along with the redirects that follow.</summary>
    public Task<Visit> PostFromElsewhereAsync(string address, IEnumerable<KeyValuePair<string, string>> fields) => SendAsync(() =>
    {
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(origin, address)) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.TryAddWithoutValidation("Cookie", "");
        request.Headers.TryAddWithoutValidation("Origin", "https://rp.acme.test");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
        return request;
    });

    /// <summary>Fills in the form that holds all the named fields and presses its button, hidden fields included.</summary>
    /// <param name="button">The button's value; its name is sent along. Null presses the first.</param>
    public Task<Visit> SubmitAsync(Visit page, IReadOnlyDictionary<string, string> values, string? button = null)
    {
        var (action, fields) = Fill(page, values, button);
        return PostAsync(action, fields);
    }

    /// <summary>The form as <see cref="SubmitAsync"/> would send it, to be sent changed, late or twice.</summary>
    public static (string Action, Dictionary<string, string> Fields) Fill(Visit page, IReadOnlyDictionary<string, string> values, string? button = null)
    {
        var (form, pressed) = page.FindForm(values.Keys, button);
        Dictionary<string, string> fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]")
            .Where(input => input.Type is not ("checkbox" or "radio") || input.IsChecked)
            .ToDictionary(input => input.Name!, input => input.Value);
        foreach (var (name, value) in values)
        {
            fields[name] = value;
        }

        if (pressed?.GetAttribute("name") is { } pressedName)
        {
            fields[pressedName] = pressed.GetAttribute("value") ?? "";
        }

        var action = form.GetAttribute("action");
        return (string.IsNullOrEmpty(action) ? page.Address.ToString() : new Uri(page.Address, action).ToString(), fields);
    }

    /// <summary>One request, no redirect followed, with the browser's cookies.</summary>
    public async Task<HttpResponseMessage> RawAsync(HttpRequestMessage request)
    {
        var cookies = Cookies.GetCookieHeader(request.RequestUri!);
        if (cookies.Length > 0 && !request.Headers.Contains("Cookie"))
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        var response = await http.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            Cookies.SetCookies(request.RequestUri!, cookie);
        }

        History.Add(response);
        return response;
    }

    private async Task<Visit> SendAsync(Func<HttpRequestMessage> first)
    {
        var request = first();
        for (var hop = 0; hop < MostHops; hop++)
        {
            var address = request.RequestUri!;
            var response = await RawAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            var next = response.Headers.Location is { } location ? new Uri(address, location)
                : Refresh(body) is { } refresh ? new Uri(address, refresh)
                : null;
            if (next is null || !IsOwn(next))
            {
                return new Visit(address, response, body, next);
            }

            request = new HttpRequestMessage(HttpMethod.Get, next);
        }

        throw new InvalidOperationException("The browser was sent round in circles.");
    }

    /// <summary>Subdomains of ours are us too.</summary>
    private bool IsOwn(Uri address) =>
        address.Scheme == origin.Scheme && (address.Authority == origin.Authority || address.Authority.EndsWith("." + origin.Authority, StringComparison.Ordinal));

    private static string? Refresh(string body)
    {
        if (!body.Contains("http-equiv=\"refresh\"", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var content = new HtmlParser().ParseDocument(body).QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content");

        // Without an address, or with a query alone, it is the page itself that comes again.
        return content?.IndexOf("url=", StringComparison.OrdinalIgnoreCase) is { } at and >= 0 && content[(at + 4)..] is not ['?', ..] and var address ? address : null;
    }
}

/// <summary>Where a browser came to rest.</summary>
/// <param name="Left">The address of somebody else that it was sent to; null when a page of ours is shown.</param>
public sealed record Visit(Uri Address, HttpResponseMessage Response, string Body, Uri? Left)
{
    private IHtmlDocument? document;

    public IHtmlDocument Document => document ??= new HtmlParser().ParseDocument(Body);

    public string Heading => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    public int Status => (int)Response.StatusCode;

    /// <summary>The public error code on a page that explains.</summary>
    public string? Error => Details.FirstOrDefault();

    /// <summary>The slug of the check that refused, on a page that explains.</summary>
    public string? Reason => Details.Skip(1).FirstOrDefault();

    /// <summary>The fields of the page's first form in its middle: of a form-post answer, what the application is sent.</summary>
    public IReadOnlyDictionary<string, string> Fields =>
        Document.QuerySelectorAll<IHtmlInputElement>("main form input[name]").ToDictionary(input => input.Name!, input => input.Value);

    private IEnumerable<string> Details => Document.QuerySelectorAll("#details dd").Select(value => value.TextContent);

    /// <summary>The parameters that the application was sent, from query or fragment.</summary>
    public IReadOnlyDictionary<string, string> Answer
    {
        get
        {
            var left = Left ?? throw new InvalidOperationException($"The browser is still with us: {(int)Response.StatusCode} {Heading}");
            var text = left.Fragment.Length > 1 ? left.Fragment[1..] : left.Query.TrimStart('?');
            return text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
        }
    }

    public (IHtmlFormElement Form, IElement? Button) FindForm(IEnumerable<string> fields, string? button)
    {
        var names = fields.ToList();
        foreach (var form in Document.QuerySelectorAll<IHtmlFormElement>("main form, body form"))
        {
            var buttons = form.QuerySelectorAll("button").ToList();
            var pressed = button is null ? buttons.FirstOrDefault() : buttons.Find(each => each.GetAttribute("value") == button);
            if (names.TrueForAll(name => form.QuerySelector($"[name='{name}']") is not null) && (button is null || pressed is not null))
            {
                return (form, pressed);
            }
        }

        throw new InvalidOperationException($"No form with {string.Join(", ", names)} on the page '{Heading}' ({(int)Response.StatusCode}).");
    }
}
