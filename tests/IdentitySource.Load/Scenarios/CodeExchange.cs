using IdentitySource.Load.Flow;
using IdentitySource.Load.Target;

namespace IdentitySource.Load.Scenarios;

/// <summary>A code for an access token, an ID token (a signature each) and a refresh token.</summary>
internal sealed class CodeExchange(string name, Func<Deployment, RelyingParty> party) : IScenario
{
    public string Name => name;

    public async Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel)
    {
        var client = party(stage.Deployment);
        var codes = await stage.CodesAsync(client, stage.Count, cancel);
        return new Prepared((lane, number, token) => Tokens.ExchangeAsync(lane.Connection, client, codes[number], token), codes.Length);
    }
}
