using System.Text.Json;
using IdentitySource.Load.Flow;
using IdentitySource.Load.Http;

namespace IdentitySource.Load.Scenarios;

/// <summary>The claims of a person for an access token; a few tokens in turn.</summary>
internal sealed class UserInfo : IScenario
{
    private const int Tokens = 64;

    public string Name => "userinfo";

    public async Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel)
    {
        var web = stage.Deployment.Web;
        var requests = (await stage.TokensAsync(web, Tokens, cancel))
            .Select(tokens => (tokens.Person, Bytes: Request.Get(web.UserInfoEndpoint, "Bearer " + tokens.AccessToken)))
            .ToArray();
        return new Prepared(async (lane, number, token) =>
        {
            var (person, bytes) = requests[number % requests.Length];
            using var claims = JsonDocument.Parse((await lane.Connection.SendAsync(bytes, token)).Expect(200, Name).Body);
            claims.RootElement.MustBe("sub", person.Id);
        });
    }
}
