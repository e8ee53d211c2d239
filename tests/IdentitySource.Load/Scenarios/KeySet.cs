namespace IdentitySource.Load.Scenarios;

/// <summary>The public keys of an issuer.</summary>
internal sealed class KeySet : IScenario
{
    public string Name => "JWKS";

    public Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel) => Published.PrepareAsync(stage, stage.Deployment.Web.KeySet, Name, cancel);
}
