namespace IdentitySource.Server.Endpoints;

/// <summary>
/// 303, so that a POST never travels on with its body (RFC 9700 §4.12). The address is one of ours or has been verified before;
/// it may hold a code, so it is neither cached nor told to the next page.
/// </summary>
internal sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = location;
        response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
