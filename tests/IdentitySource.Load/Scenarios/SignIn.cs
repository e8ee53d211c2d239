using IdentitySource.Load.Flow;

namespace IdentitySource.Load.Scenarios;

/// <summary>The whole road of a public application, each time in a browser that has never been here: page, password, code, PKCE, tokens.</summary>
internal sealed class SignIn : IScenario
{
    public string Name => "sign-in + code + PKCE + token";

    public int PasswordHashes => 1;

    public Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel) => Task.FromResult(new Prepared(async (lane, number, token) =>
    {
        var spa = stage.Deployment.Spa;
        var code = await new Visitor(stage.PersonOf(number)).AuthorizeAsync(lane.Connection, spa, token);
        await Tokens.ExchangeAsync(lane.Connection, spa, code, token);
    }));
}
