namespace IdentitySource.Load.Scenarios;

/// <summary>A live session and a response type that brings tokens in the callback: the implicit and hybrid modes.</summary>
/// <param name="members">Of the answer, beside state and issuer.</param>
internal sealed class AnswerAtOnce(string name, string responseType, params string[] members) : IScenario
{
    public string Name => name;

    public async Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel)
    {
        var visitors = await stage.VisitorsAsync(cancel);
        return new Prepared((lane, _, token) =>
            visitors[lane.Number].AskAtOnceAsync(lane.Connection, stage.Deployment.AllModes, responseType, members, token));
    }
}
