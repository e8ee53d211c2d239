using System.Text.Json;
using IdentitySource.Load.Flow;
using IdentitySource.Load.Http;
using IdentitySource.Load.Target;

namespace IdentitySource.Load.Scenarios;

/// <summary>An application asks about its access token; a few tokens in turn.</summary>
internal sealed class Introspection(string name, Func<Deployment, RelyingParty> party) : IScenario
{
    private const int Tokens = 64;

    public string Name => name;

    public async Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel)
    {
        var application = party(stage.Deployment);
        var tokens = await stage.TokensAsync(application, Tokens, cancel);
        var requests = tokens.Select(token => RequestFor(application, token.AccessToken)).ToArray();
        return new Prepared(async (lane, number, token) =>
        {
            var answer = (await lane.Connection.SendAsync(requests[number % requests.Length], token)).Expect(200, Name);
            using var json = JsonDocument.Parse(answer.Body);
            if (!IsActive(json.RootElement))
            {
                throw new WrongAnswer($"{Name}: not active: {answer.Describe()}");
            }

            json.RootElement.MustBe("client_id", application.Id);
        });
    }

    public static byte[] RequestFor(RelyingParty party, string token) =>
        Request.Post(party.IntrospectionEndpoint, Request.Form(("token", token)), party.Authorization);

    public static bool IsActive(JsonElement answer) => answer.TryGetProperty("active", out var active) && active.ValueKind == JsonValueKind.True;
}
