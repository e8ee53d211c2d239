namespace IdentitySource.Load.Scenarios;

/// <summary>The metadata of an issuer. Its content was checked when the application was discovered; here it must stay the same.</summary>
internal sealed class Discovery : IScenario
{
    public string Name => "discovery";

    public Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel) => Published.PrepareAsync(stage, stage.Deployment.Web.Discovery, Name, cancel);
}
