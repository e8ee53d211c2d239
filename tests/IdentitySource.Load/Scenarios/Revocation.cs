using System.Text.Json;
using IdentitySource.Load.Http;

namespace IdentitySource.Load.Scenarios;

/// <summary>A refresh token is given back, which ends its whole authorization; each token belongs to one of its own.</summary>
internal sealed class Revocation : IScenario
{
    /// <summary>Looking whether a token is really dead is another request: one in so many is enough.</summary>
    private const int LookAt = 500;

    public string Name => "revocation";

    public async Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel)
    {
        var web = stage.Deployment.Web;
        var tokens = await stage.TokensAsync(web, stage.Count, cancel);
        return new Prepared(
            async (lane, number, token) =>
            {
                var form = Request.Form(("token", tokens[number].RefreshToken), ("token_type_hint", "refresh_token"));
                var answer = await lane.Connection.SendAsync(Request.Post(web.RevocationEndpoint, form, web.Authorization), token);
                if (!answer.Expect(200, Name).Body.IsEmpty)
                {
                    throw new WrongAnswer($"{Name}: a body: {answer.Describe()}");
                }

                if (number % LookAt == 0)
                {
                    await MustBeDeadAsync(lane.Connection, Introspection.RequestFor(web, tokens[number].AccessToken), token);
                }
            },
            tokens.Length);
    }

    private static async Task MustBeDeadAsync(HttpConnection connection, byte[] request, CancellationToken cancel)
    {
        using var json = JsonDocument.Parse((await connection.SendAsync(request, cancel)).Expect(200, "introspection").Body);
        if (Introspection.IsActive(json.RootElement))
        {
            throw new WrongAnswer("an access token outlived the revocation of its authorization");
        }
    }
}
