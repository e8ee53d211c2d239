using System.Text.Json;
using IdentitySource.Load.Flow;
using IdentitySource.Load.Http;
using IdentitySource.Load.Target;

namespace IdentitySource.Load.Scenarios;

/// <summary>A machine asks for an access token with its access key: one signature, and rules to judge.</summary>
internal sealed class ClientCredentials(string name, Func<Deployment, Machine> machine) : IScenario
{
    public string Name => name;

    public Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel)
    {
        var asking = machine(stage.Deployment);
        var form = Request.Form(
            ("grant_type", "client_credentials"), ("client_id", asking.AccessKey), ("client_secret", asking.SecretKey), ("scope", Machine.Scope));
        var request = Request.Post(asking.Application.TokenEndpoint, form);
        return Task.FromResult(new Prepared(async (lane, _, token) =>
        {
            using var answer = JsonDocument.Parse((await lane.Connection.SendAsync(request, token)).Expect(200, Name).Body);
            answer.RootElement.MustBe("scope", Machine.Scope);
            asking.Application.Proof.Check(answer.RootElement.Text("access_token"));
        }));
    }
}
