using IdentitySource.Load.Flow;

namespace IdentitySource.Load.Scenarios;

/// <summary>A person's name and password for an access token, an ID token and a refresh token.</summary>
internal sealed class PasswordGrant : IScenario
{
    public string Name => "password, RS256";

    public int PasswordHashes => 1;

    public Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel) => Task.FromResult(new Prepared(
        (lane, number, token) => Tokens.ByPasswordAsync(lane.Connection, stage.Deployment.AllModes, stage.PersonOf(number), token)));
}
