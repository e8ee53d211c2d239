using System.Text.Json;
using IdentitySource.Load.Http;
using IdentitySource.Load.Target;

namespace IdentitySource.Load.Flow;

/// <summary>What a token endpoint gave, RFC 6749 §5.1, OIDC Core §3.1.3.3; checked.</summary>
internal sealed record Tokens(string AccessToken, string IdToken, string RefreshToken, Person Person)
{
    public static Task<Tokens> ExchangeAsync(HttpConnection connection, RelyingParty party, IssuedCode code, CancellationToken cancel) => AskAsync(
        connection,
        party,
        Request.Form(
            ("grant_type", "authorization_code"), ("code", code.Code), ("redirect_uri", RelyingParty.RedirectUri), ("code_verifier", code.Verifier)),
        code.Person,
        cancel);

    public Task<Tokens> RefreshAsync(HttpConnection connection, RelyingParty party, CancellationToken cancel) => AskAsync(
        connection, party, Request.Form(("grant_type", "refresh_token"), ("refresh_token", RefreshToken)), Person, cancel);

    /// <summary>With the person's own password; the application has the scope offline_access, so a refresh token comes along.</summary>
    public static Task<Tokens> ByPasswordAsync(HttpConnection connection, RelyingParty party, Person person, CancellationToken cancel) => AskAsync(
        connection,
        party,
        Request.Form(("grant_type", "password"), ("username", person.Name), ("password", Person.Password), ("scope", party.Scope)),
        person,
        cancel);

    private static async Task<Tokens> AskAsync(HttpConnection connection, RelyingParty party, string form, Person person, CancellationToken cancel)
    {
        var sent = party.IsPublic ? form + "&" + Request.Form(("client_id", party.Id)) : form;
        var answer = await connection.SendAsync(Request.Post(party.TokenEndpoint, sent, party.Authorization), cancel);
        using var json = JsonDocument.Parse(answer.Expect(200, "token").Body);
        var given = json.RootElement;
        given.MustBe("token_type", "Bearer");
        if (!given.TryGetProperty("expires_in", out var lifetime) || lifetime.GetInt32() <= 0)
        {
            throw new WrongAnswer("no expires_in");
        }

        Tokens tokens = new(given.Text("access_token"), given.Text("id_token"), given.Text("refresh_token"), person);
        if (!party.OpaqueAccessTokens)
        {
            party.Proof.Check(tokens.AccessToken);
        }

        party.Proof.Check(tokens.IdToken);
        return tokens;
    }
}
