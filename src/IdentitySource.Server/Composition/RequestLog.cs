using System.Diagnostics;
using IdentitySource.Server.Api;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages;

namespace IdentitySource.Server.Composition;

/// <summary>
/// One line for each request that was refused or failed, and at level Debug for every other, with its reference; the reference
/// also goes into a header. The query stays out: addresses carry codes, hints and tokens.
/// </summary>
public sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        var path = AskedPath.Of(http);
        http.Response.Headers["X-Request-Id"] = Reference.Of(http);
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException bad) when (!http.RequestAborted.IsCancellationRequested)
        {
            // A form of a page, whose body the framework reads: what the sender got wrong is no fault of ours.
            LogUnreadable(log, Reference.Of(http), http.Request.Method, path, bad.Message);
            await AnswerAsync(http, bad.StatusCode, "invalid_request", "The request could not be read: it is malformed, incomplete or too slow.");
        }
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogFault(log, fault, Reference.Of(http), http.Request.Method, path);
            await AnswerAsync(http, StatusCodes.Status500InternalServerError, "server_error", "The server failed; the request id leads to its log.");
        }
        finally
        {
            // What went well is told by the event rows; a line for each such request would cost more than serving it.
            var level = http.Response.StatusCode < StatusCodes.Status400BadRequest ? LogLevel.Debug : LogLevel.Information;
            if (log.IsEnabled(level))
            {
                LogRequest(log, level, Reference.Of(http), http.Request.Method, path, http.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
    }

    /// <summary>Says whose fault it is, with the reference and nothing else.</summary>
    private static Task AnswerAsync(HttpContext http, int status, string code, string description)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Request-Id"] = Reference.Of(http);
        if (ApiProblem.Suits(http))
        {
            return new ApiProblem(status, code, description).ExecuteAsync(http);
        }

        if (Audience.IsPerson(http))
        {
            // What the page that failed had asked of its frame is not for this one.
            http.Features.Set<PageFrame>(null);
            return StatusPages.Page(http).ExecuteAsync(http);
        }

        return Endpoints.ProtocolAnswers.WriteErrorAsync(http, code, description);
    }

    [LoggerMessage(EventId = 10, Message = "{Reference} {Method} {Path} answered {Status} in {Elapsed:0.0} ms")]
    private static partial void LogRequest(ILogger log, LogLevel level, string reference, string method, string? path, int status, double elapsed);

    [LoggerMessage(EventId = 12, Level = LogLevel.Information, Message = "{Reference} {Method} {Path} could not be read: {Why}")]
    private static partial void LogUnreadable(ILogger log, string reference, string method, string? path, string why);

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "{Reference} {Method} {Path} failed")]
    private static partial void LogFault(ILogger log, Exception fault, string reference, string method, string? path);
}
