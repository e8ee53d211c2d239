using System.Buffers.Text;
using System.Collections.Specialized;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using IdentitySource.Load.Http;
using IdentitySource.Load.Target;

namespace IdentitySource.Load.Flow;

/// <summary>An authorization code on its way to the token endpoint.</summary>
/// <param name="Requests">How many the browser needed to get it: one with a live session.</param>
internal sealed record IssuedCode(string Code, string Verifier, Person Person, int Requests);

/// <summary>The parameters of a callback.</summary>
internal sealed class CallbackAnswer(NameValueCollection parameters)
{
    public string Text(string name) =>
        parameters[name] is { Length: > 0 } value ? value : throw new WrongAnswer($"authorize: no '{name}', error '{parameters["error"]}'");
}

/// <summary>A person's browser: cookies, redirects, and the sign-in form when there is one.</summary>
internal sealed class Visitor(Person person)
{
    private const int MostHops = 10;

    private readonly CookieJar jar = new();

    /// <summary>From the application's link to the code in its callback, with PKCE.</summary>
    public async Task<IssuedCode> AuthorizeAsync(HttpConnection connection, RelyingParty party, CancellationToken cancel)
    {
        var (verifier, state) = (Fresh(32), Fresh(12));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var start = Start(party, "code", state) + "&" + Request.Form(("code_challenge", challenge), ("code_challenge_method", "S256"));
        var (callback, hops) = await FollowAsync(connection, new Uri(start), cancel);
        return new IssuedCode(Given(callback.Query, party, state).Text("code"), verifier, person, hops);
    }

    /// <summary>The answer in the fragment of the callback: the implicit and hybrid modes.</summary>
    /// <param name="members">Whose presence makes it a right one; the tokens among them are checked.</param>
    public async Task AskAtOnceAsync(HttpConnection connection, RelyingParty party, string responseType, string[] members, CancellationToken cancel)
    {
        var state = Fresh(12);
        var (callback, _) = await FollowAsync(connection, new Uri(Start(party, responseType, state)), cancel);
        var given = Given(callback.Fragment.TrimStart('#'), party, state);
        foreach (var member in members)
        {
            if (given.Text(member) is var value && member.EndsWith("_token", StringComparison.Ordinal))
            {
                party.Proof.Check(value);
            }
        }
    }

    private async Task<(Uri Callback, int Hops)> FollowAsync(HttpConnection connection, Uri next, CancellationToken cancel)
    {
        string? form = null;
        for (var hop = 1; hop <= MostHops; hop++)
        {
            var cookies = jar.For(next);
            var answer = await connection.SendAsync(form is null ? Request.Get(next, cookies: cookies) : Request.Post(next, form, cookies: cookies), cancel);
            jar.Take(answer);
            (next, form) = Follow(next, answer);
            if (next.OriginalString.StartsWith(RelyingParty.RedirectUri, StringComparison.Ordinal))
            {
                return (next, hop);
            }
        }

        throw new WrongAnswer($"authorize: still no answer after {MostHops} requests");
    }

    private static string Start(RelyingParty party, string responseType, string state) => party.AuthorizationEndpoint + "?" + Request.Form(
        ("client_id", party.Id),
        ("redirect_uri", RelyingParty.RedirectUri),
        ("response_type", responseType),
        ("scope", party.Scope),
        ("state", state),
        ("nonce", Fresh(12)));

    private (Uri Next, string? Form) Follow(Uri at, Answer answer)
    {
        if (answer.Status is 302 or 303 && answer.Header("Location") is { } location)
        {
            return (new Uri(at, location), null);
        }

        HtmlPage page = new(at, answer.Expect(200, $"authorize, at {at.AbsolutePath}").Text);
        return page.Onward is { } onward ? (onward, null)
            : page.FillSignIn(person.Name, Person.Password) is { } form ? (form.Action, form.Body)
            : throw new WrongAnswer($"authorize: a page that leads nowhere, {at.AbsolutePath}: {answer.Describe()}");
    }

    private static CallbackAnswer Given(string parameters, RelyingParty party, string state)
    {
        CallbackAnswer given = new(HttpUtility.ParseQueryString(parameters));
        return given.Text("state") == state && given.Text("iss") == party.Issuer ? given : throw new WrongAnswer($"authorize: a callback that is wrong: {parameters}");
    }

    private static string Fresh(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
