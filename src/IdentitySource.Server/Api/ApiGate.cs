using IdentitySource.Management.ApiKeys;

namespace IdentitySource.Server.Api;

/// <summary>
/// Stands before every route of the management API: a key in the header and nowhere else, within its budget, with the scope that the
/// route asks; then the query and the body. A handler runs only when all of it is as it should be.
/// </summary>
internal sealed class ApiGate(RequestDelegate next, FindApiKey keys, ApiBudget budget, ApiReplay replay)
{
    /// <summary>Of <c>isk_</c> and a handle; what is shorter or longer is looked up nowhere.</summary>
    private const int KeyLength = 47;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<ApiRoute>() is null)
        {
            await next(http);
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        if (await AdmitAsync(http, endpoint) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }

        await replay.RunAsync(ApiCall.Of(http), next);
    }

    private async Task<ApiProblem?> AdmitAsync(HttpContext http, Endpoint endpoint)
    {
        if (!ApiDocumentRoute.IsAtRoot(http))
        {
            return new ApiProblem(StatusCodes.Status404NotFound, "api_not_here", "The management API answers at the address of the deployment alone.");
        }

        var (key, refusal) = await AuthenticateAsync(http);
        if (refusal is not null)
        {
            return refusal;
        }

        if (budget.Take(key!.Id) is { } wait)
        {
            return new ApiProblem(StatusCodes.Status429TooManyRequests, "api_key_too_fast", "This key has used up its requests of this minute.") { RetryAfter = wait };
        }

        // A route without one has been forgotten, and is nobody's.
        var scope = endpoint.Metadata.GetMetadata<ApiOperation>()?.Scope;
        if (scope is null || !key.Allows(scope))
        {
            return new ApiProblem(StatusCodes.Status403Forbidden, "api_scope_missing", $"This key has no scope '{scope}'.")
            {
                Challenge = $"Bearer realm=\"management\", error=\"insufficient_scope\", scope=\"{scope}\"",
            };
        }

        if (endpoint.Metadata.GetMetadata<ApiDear>() is not null && budget.TakeDear(key.PoolId) is { } later)
        {
            return new ApiProblem(StatusCodes.Status429TooManyRequests, "api_pool_too_fast", "This user pool has used up what it may ask of this in a minute.") { RetryAfter = later };
        }

        return Query(http, endpoint) ?? await PrepareAsync(http, endpoint, key);
    }

    private static async Task<ApiProblem?> PrepareAsync(HttpContext http, Endpoint endpoint, ApiKey key)
    {
        string? version = null;
        if (http.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag && tag != "*")
        {
            if (endpoint.Metadata.GetMetadata<ApiVersioned>() is null)
            {
                return ApiProblem.Malformed("if_match_unexpected", "If-Match", "This has no version to be compared with.");
            }

            if (tag is not ['"', _, .., '"'] || tag.IndexOf('"', 1) != tag.Length - 1)
            {
                return ApiProblem.Malformed("if_match_malformed", "If-Match", "It is the ETag of an earlier answer, in its quotes.");
            }

            version = tag[1..^1];
        }

        var (call, problem) = await ApiBodyReader.ReadAsync(new ApiCall(http, key) { IfMatch = version }, endpoint);
        http.Features.Set(call);
        return problem;
    }

    private async Task<(ApiKey? Key, ApiProblem? Refusal)> AuthenticateAsync(HttpContext http)
    {
        const string Scheme = "Bearer ";
        if (http.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return (null, Unauthorized(http, "api_key_missing", "An API key is needed: Authorization: Bearer isk_…", error: null));
        }

        var shown = header[Scheme.Length..].Trim();
        var key = shown.Length == KeyLength && shown.StartsWith(CreateApiKey.Prefix, StringComparison.Ordinal) ? await keys.RunAsync(shown, http.RequestAborted) : null;
        return key switch
        {
            null => (null, Unauthorized(http, "api_key_invalid", "There is no such API key; it may have been revoked.", "invalid_token")),

            // Whoever shows it has had it: that it is over tells them nothing that they could use.
            { IsOver: true } => (null, Unauthorized(http, "api_key_expired", "This API key has expired.", "invalid_token")),
            _ => (key, null),
        };
    }

    private ApiProblem Unauthorized(HttpContext http, string reason, string detail, string? error) => budget.TakeFailure(http) is { } wait
        ? new ApiProblem(StatusCodes.Status429TooManyRequests, "api_failures_too_many", "Too many requests from here without a good key.") { RetryAfter = wait }
        : new ApiProblem(StatusCodes.Status401Unauthorized, reason, detail)
        {
            Challenge = "Bearer realm=\"management\"" + (error is null ? "" : $", error=\"{error}\""),
        };

    private static ApiProblem? Query(HttpContext http, Endpoint endpoint)
    {
        var names = endpoint.Metadata.GetMetadata<ApiQueryNames>()?.Names ?? [];
        foreach (var (name, value) in http.Request.Query)
        {
            if (!names.Contains(name))
            {
                return ApiProblem.Malformed("parameter_unknown", name, "There is no such parameter here.");
            }

            if (ApiQuery.All[name].Fault(value) is { } fault)
            {
                return ApiProblem.Malformed("parameter_malformed", name, $"'{name}' {fault}");
            }
        }

        return null;
    }
}
