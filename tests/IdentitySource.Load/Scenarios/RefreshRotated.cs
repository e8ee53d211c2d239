using IdentitySource.Load.Http;

namespace IdentitySource.Load.Scenarios;

/// <summary>Each lane follows a chain of its own: every refresh token is used once and yields the next.</summary>
internal sealed class RefreshRotated : IScenario
{
    public string Name => "refresh, rotated, RS256";

    public async Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel)
    {
        var web = stage.Deployment.Web;
        var chains = await stage.TokensAsync(web, stage.Lanes.Count, cancel);
        return new Prepared(async (lane, _, token) =>
        {
            var last = chains[lane.Number];
            var next = await last.RefreshAsync(lane.Connection, web, token);
            if (next.RefreshToken == last.RefreshToken)
            {
                throw new WrongAnswer($"{Name}: the refresh token stayed the same");
            }

            chains[lane.Number] = next;
        });
    }
}
