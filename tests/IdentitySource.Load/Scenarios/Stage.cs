using IdentitySource.Load.Flow;
using IdentitySource.Load.Measure;
using IdentitySource.Load.Target;

namespace IdentitySource.Load.Scenarios;

/// <summary>What scenarios prepare themselves from: the deployment, the lanes, and people who have signed in.</summary>
/// <param name="Count">How many single-use things (codes, tokens to revoke) a run gets.</param>
internal sealed record Stage(Deployment Deployment, Lanes Lanes, int Count)
{
    private Visitor[]? visitors;

    public Person PersonOf(int number) => Deployment.People[number % Deployment.People.Count];

    /// <summary>One browser with a live session for each lane.</summary>
    public async Task<Visitor[]> VisitorsAsync(CancellationToken cancel)
    {
        if (visitors is { } present)
        {
            return present;
        }

        var made = Enumerable.Range(0, Lanes.Count).Select(number => new Visitor(PersonOf(number))).ToArray();
        await Lanes.EachAsync(made.Length, (lane, number, token) => made[number].AuthorizeAsync(lane.Connection, Deployment.Web, token), cancel);
        return visitors = made;
    }

    public async Task<IssuedCode[]> CodesAsync(RelyingParty party, int count, CancellationToken cancel)
    {
        var present = await VisitorsAsync(cancel);
        var codes = new IssuedCode[count];
        await Lanes.EachAsync(
            count, async (lane, number, token) => codes[number] = await present[lane.Number].AuthorizeAsync(lane.Connection, party, token), cancel);
        return codes;
    }

    /// <summary>Tokens of as many authorizations: revoking one leaves the others alone.</summary>
    public async Task<Tokens[]> TokensAsync(RelyingParty party, int count, CancellationToken cancel)
    {
        var present = await VisitorsAsync(cancel);
        var tokens = new Tokens[count];
        await Lanes.EachAsync(
            count,
            async (lane, number, token) =>
            {
                var code = await present[lane.Number].AuthorizeAsync(lane.Connection, party, token);
                tokens[number] = await Tokens.ExchangeAsync(lane.Connection, party, code, token);
            },
            cancel);
        return tokens;
    }
}
