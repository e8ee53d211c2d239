using IdentitySource.Server.Api;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages;
using IdentitySource.Storage.Ports;

namespace IdentitySource.Server.Composition;

/// <summary>
/// The database is away: 503 with Retry-After, at this one place, so that no refusal is ever told because nobody could look. The
/// request has changed nothing, or all of what it was to change. A visitor who went away is no outage, whatever a driver calls it.
/// </summary>
public sealed partial class Outage(RequestDelegate next, IDatabaseFaults faults, ILogger<Outage> log)
{
    public const string RetryAfterSeconds = "5";

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception fault) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested && faults.IsOutage(fault))
        {
            LogOutage(log, Reference.Of(http), AskedPath.Of(http), fault.GetType().Name, fault.Message);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            http.Response.Headers.CacheControl = "no-store";
            if (ApiProblem.Suits(http))
            {
                await new ApiProblem(StatusCodes.Status503ServiceUnavailable, "temporarily_unavailable", "The server cannot reach its database; try again shortly.").ExecuteAsync(http);
            }
            else if (!Audience.IsPerson(http))
            {
                await ProtocolAnswers.WriteErrorAsync(http, "temporarily_unavailable", "The server cannot reach its database; try again shortly.");
            }
        }
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Error, Message = "{Reference} {Path}: the database is unavailable: {Kind}: {Cause}")]
    private static partial void LogOutage(ILogger log, string reference, string? path, string kind, string cause);
}
