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

/// <summary>A person's browser: cookies, redirects, and the sign-in form when there is one.</summary>
internal sealed class Visitor(Person person)
{
    private const int MostHops = 10;

    private readonly CookieJar jar = new();

    /// <summary>From the application's link to the code in its callback, with PKCE.</summary>
    public async Task<IssuedCode> AuthorizeAsync(HttpConnection connection, RelyingParty party, CancellationToken cancel)
    {
        var (verifier, state) = (Fresh(32), Fresh(12));
        var next = Start(party, verifier, state);
        string? form = null;
        for (var hop = 1; hop <= MostHops; hop++)
        {
            var cookies = jar.For(next);
            var answer = await connection.SendAsync(form is null ? Request.Get(next, cookies: cookies) : Request.Post(next, form, cookies: cookies), cancel);
            jar.Take(answer);
            (next, form) = Follow(next, answer);
            if (next.OriginalString.StartsWith(RelyingParty.RedirectUri, StringComparison.Ordinal))
            {
                return new IssuedCode(CodeIn(next, party, state), verifier, person, hop);
            }
        }

        throw new WrongAnswer($"authorize: still no code after {MostHops} requests");
    }

    private static Uri Start(RelyingParty party, string verifier, string state) => new(party.AuthorizationEndpoint + "?" + Request.Form(
        ("client_id", party.Id),
        ("redirect_uri", RelyingParty.RedirectUri),
        ("response_type", "code"),
        ("scope", party.Scope),
        ("state", state),
        ("nonce", Fresh(12)),
        ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
        ("code_challenge_method", "S256")));

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

    private static string CodeIn(Uri callback, RelyingParty party, string state)
    {
        NameValueCollection given = HttpUtility.ParseQueryString(callback.Query);
        return given["state"] == state && given["iss"] == party.Issuer && given["code"] is { Length: > 0 } code
            ? code
            : throw new WrongAnswer("authorize: a callback that is wrong: " + callback);
    }

    private static string Fresh(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
