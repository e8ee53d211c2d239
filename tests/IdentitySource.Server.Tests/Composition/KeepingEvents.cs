using IdentitySource.Server.Events;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>What happened stands in the event rows a moment later.</summary>
public class KeepingEvents(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task A_sign_in_a_token_and_a_refusal_become_rows_with_their_reference_and_trace()
    {
        var ann = await server.PersonAsync();
        var notes = await server.ApplicationAsync();
        var browser = server.Browser();
        var page = await browser.GetAsync(notes.AuthorizeUrl());
        await browser.SubmitAsync(page, new Dictionary<string, string> { ["identifier"] = ann.Email, ["password"] = "wrong password" });
        page = await browser.GetAsync(notes.AuthorizeUrl());
        var answered = await browser.SubmitAsync(page, new Dictionary<string, string> { ["identifier"] = ann.Email, ["password"] = ann.Password });
        await notes.ExchangeAsync(answered.Answer["code"]);
        var refused = await notes.ExchangeAsync(answered.Answer["code"]);
        var reference = Assert.Single(refused.Response.Headers.GetValues("X-Request-Id"));

        await using var db = await server.DatabaseAsync();
        await Eventually.TrueAsync(() => db.Events.AnyAsync(row => row.Reference == reference));
        var rows = await db.Events.OrderBy(row => row.Id).Select(row => new { row.Kind, row.Success, row.Reason, row.Reference, row.Detail }).ToListAsync();

        Assert.Contains(rows, row => row is { Kind: "sign_in", Success: false, Reason: "password_wrong" });
        Assert.Contains(rows, row => row is { Kind: "sign_in", Success: true });
        Assert.Contains(rows, row => row is { Kind: "token_issued", Success: true });
        var trace = Assert.Single(rows, row => row.Reference == reference);
        Assert.Equal(("refusal", "code_replayed"), (trace.Kind, trace.Reason));
        Assert.Contains("authorization", trace.Detail, StringComparison.Ordinal);
    }

    [Fact, Attack("BF-13")]
    public async Task A_network_that_only_fails_fills_no_table_and_hides_nobody_elses_failures()
    {
        var notes = await server.ApplicationAsync();
        var (guesser, other) = (At("198.51.100.7"), At("203.0.113.7"));
        for (var number = 0; number < FailureQuota.Most + 10; number++)
        {
            await new RelyingParty(guesser, notes.Keys).RefreshAsync("guess");
        }

        var last = Assert.Single((await new RelyingParty(other, notes.Keys).RefreshAsync("guess")).Response.Headers.GetValues("X-Request-Id"));

        await using var db = await server.DatabaseAsync();
        await Eventually.TrueAsync(() => db.Events.AnyAsync(row => row.Reference == last));
        Assert.Equal(FailureQuota.Most, await db.Events.CountAsync(row => row.RemoteAddress == "198.51.100.7"));
        Assert.Single(server.Log.Lines, line => line.Contains("198.51.100.0/24 fails more than", StringComparison.Ordinal));
    }

    private HttpClient At(string peer)
    {
        var client = server.Client();
        client.DefaultRequestHeaders.Add(Doorkeeper.PeerHeader, peer);
        return client;
    }
}
