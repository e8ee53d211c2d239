using IdentitySource.Load.Http;

namespace IdentitySource.Load.Scenarios;

/// <summary>A document that everybody gets alike: every answer must be the first one again, byte for byte.</summary>
internal static class Published
{
    public static async Task<Prepared> PrepareAsync(Stage stage, Uri address, string name, CancellationToken cancel)
    {
        var request = Request.Get(address);
        using HttpConnection connection = new(stage.Deployment.Address);
        var first = (await connection.SendAsync(request, cancel)).Expect(200, name).Body.ToArray();
        return new Prepared(async (lane, _, token) =>
        {
            var answer = (await lane.Connection.SendAsync(request, token)).Expect(200, name);
            if (!answer.Body.Span.SequenceEqual(first))
            {
                throw new WrongAnswer($"{name}: another document than before");
            }
        });
    }
}
