using System.Text;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Ports;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Snapshots;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace IdentitySource.Server.Endpoints;

/// <summary>
/// Which browser origins may read an answer: those of the application that the request names, and no other application's. With
/// the browser's cookies only whether somebody is signed in. What is public may be read by everybody.
/// </summary>
public sealed class ProtocolCors(IApplicationRegistry applications, SnapshotStore snapshots) : ICorsPolicyProvider
{
    public const string Policy = "protocol";

    public const string PublicPolicy = "public";

    /// <summary>Of <see cref="SessionRoute"/>: the one answer that depends on the browser's cookies.</summary>
    public const string SessionPolicy = "session";

    /// <summary>The last five are sent by the product family's SDKs; they are let through and ignored.</summary>
    private static readonly string[] Headers =
    [
        "authorization", "content-type", "x-authing-app-id", "x-authing-request-from", "x-authing-sdk-version", "x-authing-lang", "x-authing-userpool-id",
    ];

    /// <summary>What says why a call was refused, when to try again, and where the log tells more.</summary>
    private static readonly string[] Exposed = ["WWW-Authenticate", "Retry-After", "X-Request-Id"];

    private static readonly CorsPolicy Everybody = new CorsPolicyBuilder().AllowAnyOrigin().WithMethods("GET").WithExposedHeaders(Exposed).Build();

    private static readonly CorsPolicy Nobody = new();

    /// <summary>
    /// RFC 9110 §12.5.5: an answer that another origin would get differently says so, a refusal and one to no origin as well. The
    /// framework says it only of a policy of several origins, and ours has the one that asks.
    /// </summary>
    public static Task VaryAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IEnableCorsAttribute>() is { PolicyName: Policy or SessionPolicy })
        {
            http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        return next(http);
    }

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName is not (Policy or SessionPolicy))
        {
            return policyName == PublicPolicy ? Everybody : Nobody;
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !await AllowsAsync(context, origin))
        {
            return Nobody;
        }

        return policyName == SessionPolicy
            ? new CorsPolicyBuilder(origin).WithMethods("GET").AllowCredentials().Build()
            : new CorsPolicyBuilder(origin).WithMethods("GET", "POST").WithHeaders(Headers).WithExposedHeaders(Exposed).SetPreflightMaxAge(TimeSpan.FromMinutes(10)).Build();
    }

    /// <summary>
    /// A preflight names no application: at the shared address it is answered for the whole pool. The request itself is then
    /// held to the one application that it claims to be, so that no other application's answer is read.
    /// </summary>
    private async ValueTask<bool> AllowsAsync(HttpContext http, string origin)
    {
        if (http.Features.Get<Tenant>()?.Server is not { } server)
        {
            return false;
        }

        if (server.OnlyApplication is { } only)
        {
            return only.AllowsOrigin(origin);
        }

        if (HttpMethods.IsOptions(http.Request.Method) || http.Request.Path == "/oidc/me")
        {
            return await snapshots.PoolAllowsOriginAsync(server.PoolId, origin, http.RequestAborted);
        }

        var claimed = http.Request.Path == SessionRoute.Path ? http.Request.Query["client_id"].ToString() : await ClaimedClientAsync(http);
        return claimed is { } clientId
            && await applications.FindAsync(server.PoolId, clientId, http.RequestAborted) is { } application
            && application.AllowsOrigin(origin);
    }

    private static async ValueTask<string?> ClaimedClientAsync(HttpContext http)
    {
        if (BasicUser(http.Request.Headers.Authorization) is { } user)
        {
            return user;
        }

        return (await ProtocolForm.ReadAsync(http.Request, http.RequestAborted)).Value?["client_id"];
    }

    private static string? BasicUser(StringValues header)
    {
        var text = header.ToString();
        Span<byte> bytes = stackalloc byte[512];
        return text.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(text[6..], bytes, out var count)
            ? Encoding.UTF8.GetString(bytes[..count]).Split(':')[0]
            : null;
    }
}
