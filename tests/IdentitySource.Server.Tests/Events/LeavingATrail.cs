using System.Text.Json;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Events;

/// <summary>What happened is found again: who, what, which application, why, from where. At the shared address too, where only the request names the application.</summary>
public class LeavingATrail(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task A_sign_in_its_tokens_and_its_end_name_the_person_and_the_application()
    {
        var (notes, ann) = (await server.ApplicationAsync(shared: true), await server.PersonAsync("dora"));
        var browser = server.Browser();
        var answered = await browser.AllowAsync(await browser.SignInAsync(notes.AuthorizeUrl(("prompt", "consent")), ann));
        var tokens = await notes.ExchangeAsync(answered.Answer["code"]);
        await notes.RevokeAsync(tokens["access_token"]!);

        foreach (var kind in new[] { "sign_in", "consent", "authorized", "token_issued", "token_revoked" })
        {
            var row = await FindAsync(ann, row => row.Kind == kind);
            Assert.Equal((notes.Keys.ClientId, true), (row.ApplicationId?.ToString("N"), row.Success));
            Assert.Equal(12, row.Reference!.Length);
        }
    }

    [Fact, Attack("RF-02"), Attack("AC-02")]
    public async Task A_theft_names_whom_it_hit_and_no_secret()
    {
        var (notes, ann) = (await server.ApplicationAsync(shared: true), await server.PersonAsync("emil"));
        notes.Scope = "openid offline_access";
        var browser = server.Browser();
        var answered = await browser.AllowAsync(await browser.SignInAsync(notes.AuthorizeUrl(("prompt", "consent")), ann));
        var stolen = (await notes.ExchangeAsync(answered.Answer["code"]))["refresh_token"]!;
        var next = (await notes.RefreshAsync(stolen))["refresh_token"]!;
        await notes.RefreshAsync(next);
        server.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("invalid_grant", (await notes.RefreshAsync(stolen)).Error);

        var row = await FindAsync(ann, row => row.Reason == "refresh_token_reused");
        Assert.Equal((notes.Keys.ClientId, false), (row.ApplicationId?.ToString("N"), row.Success));
        var evidence = JsonElement.Parse(row.Detail!).GetProperty("evidence").EnumerateArray().ToDictionary(
            each => each.GetProperty("name").GetString()!, each => each.GetProperty("value").GetString());
        Assert.Equal("likely_theft", evidence["verdict"]);
        Assert.DoesNotContain(stolen, row.Detail, StringComparison.Ordinal);
    }

    private async Task<EventRow> FindAsync(Person person, System.Linq.Expressions.Expression<Func<EventRow, bool>> which)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            await using var db = await server.DatabaseAsync();
            if (await db.Events.AsNoTracking().Where(row => row.UserId == person.Id).Where(which).FirstOrDefaultAsync() is { } row)
            {
                return row;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("No such event came.");
    }
}
