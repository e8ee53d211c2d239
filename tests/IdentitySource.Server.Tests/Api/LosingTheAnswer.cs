using System.Text;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Server.Api;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>A request with an idempotency key whose answer did not arrive, which is what such keys are for.</summary>
public class LosingTheAnswer(HostedServer server) : IClassFixture<HostedServer>
{
    private int done;

    [Fact]
    public async Task A_client_that_hangs_up_gets_the_answer_when_it_asks_again()
    {
        using CancellationTokenSource gone = new();
        var call = await CallAsync("a");
        call.RequestAborted = gone.Token;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(call, async http =>
        {
            done++;
            await gone.CancelAsync();
            http.RequestAborted.ThrowIfCancellationRequested();
            await http.Response.WriteAsync("made", http.RequestAborted);
        }));

        var again = await AgainAsync(call);

        Assert.Equal((1, 200, "made", "true"), (done, again.Response.StatusCode, Text(again), again.Response.Headers["Idempotent-Replayed"].ToString()));
    }

    [Fact]
    public async Task A_client_that_is_gone_before_it_begins_leaves_no_name_that_is_neither_done_nor_free()
    {
        var call = await CallAsync("d");
        call.RequestAborted = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(call, http =>
        {
            done++;
            return http.Response.WriteAsync("made", http.RequestAborted);
        }));

        var again = await AgainAsync(call);

        Assert.Equal((1, "made", "true"), (done, Text(again), again.Response.Headers["Idempotent-Replayed"].ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    public async Task What_broke_after_its_work_is_not_done_again(int? status)
    {
        var call = await CallAsync("b");
        var broken = await Record.ExceptionAsync(() => RunAsync(call, http =>
        {
            done++;
            http.Response.StatusCode = status ?? throw new TimeoutException("The database went away after the commit.");
            return Task.CompletedTask;
        }));
        Assert.Equal(status is null, broken is TimeoutException);

        var again = await AgainAsync(call);

        Assert.Equal((1, 409), (done, again.Response.StatusCode));
        Assert.Contains("idempotency_in_progress", Text(again), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(422)]
    [InlineData(503)]
    public async Task What_was_refused_or_found_us_too_busy_may_be_tried_again(int status)
    {
        var call = await CallAsync("c");
        await RunAsync(call, http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        Assert.Equal(200, (await AgainAsync(call)).Response.StatusCode);
        Assert.Equal(1, done);
    }

    private Task RunAsync(HttpContext http, RequestDelegate handler) => server.Services.GetRequiredService<ApiReplay>().RunAsync(ApiCall.Of(http), handler);

    private async Task<HttpContext> AgainAsync(HttpContext first)
    {
        var http = Context(ApiCall.Of(first).Key, first.Request.Headers["Idempotency-Key"].ToString());
        await RunAsync(http, _ =>
        {
            done++;
            return Task.CompletedTask;
        });
        return http;
    }

    private async Task<HttpContext> CallAsync(string name)
    {
        var client = await ApiClient.WithAsync(server);
        return Context((await server.Services.GetRequiredService<FindApiKey>().RunAsync(client.Key!, default))!, name);
    }

    private DefaultHttpContext Context(ApiKey key, string name)
    {
        DefaultHttpContext http = new() { RequestServices = server.Services };
        (http.Request.Method, http.Request.Path, http.Response.Body) = ("POST", "/api/v3/groups", new MemoryStream());
        http.Request.Headers["Idempotency-Key"] = name;
        http.Features.Set(new ApiCall(http, key));
        return http;
    }

    private static string Text(HttpContext http) => Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
}
