using IdentitySource.Load.Http;

namespace IdentitySource.Load.Scenarios;

/// <summary>A person who has signed in already, sent by an application: one request, answered with a code.</summary>
internal sealed class AuthorizeWithSession : IScenario
{
    public string Name => "authorize, live session";

    public async Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel)
    {
        var visitors = await stage.VisitorsAsync(cancel);
        return new Prepared(async (lane, _, token) =>
        {
            var code = await visitors[lane.Number].AuthorizeAsync(lane.Connection, stage.Deployment.Web, token);
            if (code.Requests != 1)
            {
                throw new WrongAnswer($"{Name}: {code.Requests} requests; the session was not recognised");
            }
        });
    }
}
