using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IdentitySource.Server.Composition;

/// <summary>What a request may cost before anybody looks at it.</summary>
internal static class RequestLimits
{
    /// <summary>A page's ticket holds a whole authorize request, so our own addresses are longer than those we accept from others.</summary>
    private const int LongestRequestLine = 24 * 1024;

    private const int LongestBody = 256 * 1024;

    public static void LimitRequests(this WebApplicationBuilder builder)
    {
        // With this switch, which some platforms set, the framework believes forwarding headers of everybody: whoever guesses
        // passwords could then name a new network for each try.
        builder.Configuration["ForwardedHeaders_Enabled"] = "false";
        builder.Services.Configure<KestrelServerOptions>(Limit);
    }

    private static void Limit(KestrelServerOptions options)
    {
        options.Limits.MaxRequestLineSize = LongestRequestLine;
        options.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        options.Limits.MaxRequestHeaderCount = 100;
        options.Limits.MaxRequestBodySize = LongestBody;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }
}
