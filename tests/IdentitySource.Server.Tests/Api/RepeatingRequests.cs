using System.Text;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>Idempotency keys: what is sent twice is done once.</summary>
public class RepeatingRequests(HostedServer server) : IClassFixture<HostedServer>
{
    private static string Application(string address) => $$"""{"name":"Notes","address":"{{address}}","redirect_uris":["https://rp.acme.test/cb"]}""";

    [Fact]
    public async Task The_same_again_gets_the_same_answer_with_its_secret_and_does_nothing()
    {
        var client = await ApiClient.WithAsync(server);
        var first = (await client.PostAsync("/applications", Application("once"), named: "a1")).Is(201);
        var again = (await client.PostAsync("/applications", Application("once"), named: "a1")).Is(201);

        Assert.Equal((first.Body, first.Headers["Location"], "true"), (again.Body, again.Headers["Location"], again.Headers["Idempotent-Replayed"]));
        await using var db = await server.DatabaseAsync();
        Assert.Equal(1, await db.Applications.CountAsync(row => row.Address == "once"));
        var kept = Encoding.Latin1.GetString((await db.ApiAnswers.Where(row => row.Answer != null).ToListAsync()).SelectMany(row => row.Answer!).ToArray());
        Assert.DoesNotContain(first["client_secret"], kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_request_with_the_same_name_is_refused_and_another_keys_is_another()
    {
        var (client, other) = (await ApiClient.WithAsync(server), await ApiClient.WithAsync(server));
        (await client.PostAsync("/groups", """{"code":"one"}""", named: "b1")).Is(201);
        Assert.Equal("idempotency_key_reused", (await client.PostAsync("/groups", """{"code":"two"}""", named: "b1")).Is(422).Reason);
        Assert.Equal("idempotency_key_reused", (await client.PostAsync("/roles", """{"name":"one"}""", named: "b1")).Is(422).Reason);
        (await other.PostAsync("/groups", """{"code":"three"}""", named: "b1")).Is(201);
        Assert.Equal("idempotency_key_malformed", (await client.PostAsync("/groups", """{"code":"four"}""", named: new string('a', 256))).Is(400).Reason);
    }

    [Fact]
    public async Task What_was_refused_has_done_nothing_and_may_be_tried_again()
    {
        var client = await ApiClient.WithAsync(server);
        (await client.PostAsync("/groups", """{"code":"no group"}""", named: "c1")).Is(422);
        (await client.PostAsync("/groups", """{"code":"a-group"}""", named: "c1")).Is(201);
    }

    [Fact]
    public async Task Of_two_at_once_one_is_done_and_a_day_later_the_name_is_free()
    {
        var client = await ApiClient.WithAsync(server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.PostAsync("/applications", Application("raced"), named: "d1")));
        Assert.All(answers, answer => Assert.True(answer.Status is 201 || answer.Reason == "idempotency_in_progress", answer.Body));
        Assert.Single(answers.Where(answer => answer.Status == 201).Select(answer => answer.Body).Distinct());

        (await client.PostAsync("/groups", """{"code":"daily"}""", named: "d2")).Is(201);
        await using (var db = await server.DatabaseAsync())
        {
            await db.ApiAnswers.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.ExpiresAt, server.Clock.Now));
        }

        (await client.PostAsync("/groups", """{"code":"daily"}""", named: "d2")).Is(409);
    }

    [Fact]
    public async Task One_that_never_ended_is_not_done_again()
    {
        var client = await ApiClient.WithAsync(server);
        (await client.PostAsync("/groups", """{"code":"cut-off"}""", named: "e1")).Is(201);
        await using (var db = await server.DatabaseAsync())
        {
            await db.ApiAnswers.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Answer, (byte[]?)null));
        }

        var unsure = (await client.PostAsync("/groups", """{"code":"cut-off"}""", named: "e1")).Is(409);
        Assert.Equal(("idempotency_in_progress", "2"), (unsure.Reason, unsure.Headers["Retry-After"]));
    }
}
