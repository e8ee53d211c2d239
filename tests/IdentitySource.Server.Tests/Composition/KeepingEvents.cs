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
}
