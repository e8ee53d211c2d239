using IdentitySource.Server.Tenancy;
using Microsoft.Net.Http.Headers;

namespace IdentitySource.Server.Pages;

/// <summary>The protective headers of every answer. They are written when the answer starts, after the page has said what it needs.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, AddressPlan plan)
{
    private const string NoDevices =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    /// <summary>RFC 6797. Not for this machine's own name, where other programs answer by http; subdomains may be other people's.</summary>
    private readonly bool strict = plan.IsHttps && !new Uri(plan.PublicOrigin).IsLoopback;

    public Task InvokeAsync(HttpContext http)
    {
        if (strict)
        {
            http.Response.OnStarting(static state => StayWithHttps((HttpContext)state), http);
        }

        http.Response.OnStarting(static state => WriteAsync((HttpContext)state), http);
        return next(http);
    }

    private static Task WriteAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        var policy = http.Frame().Policy;
        headers.ContentSecurityPolicy = policy.ContentSecurity;
        headers.XContentTypeOptions = "nosniff";
        if (!policy.IsFramed)
        {
            // It knows no list of origins, so where one may frame, the content security policy speaks alone (RFC 7034 §2.3.2.2).
            headers.XFrameOptions = "DENY";
        }

        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = NoDevices;

        if (IsPage(http.Response))
        {
            // A page may show a name or hold a ticket: the back button after a sign-out must find nothing.
            headers.CacheControl = "no-store";
            headers.Remove(HeaderNames.Pragma);
            headers["Cross-Origin-Opener-Policy"] = policy.KeepsOpener ? "unsafe-none" : "same-origin";
        }

        return Task.CompletedTask;
    }

    private static Task StayWithHttps(HttpContext http)
    {
        http.Response.Headers.StrictTransportSecurity = "max-age=31536000";
        return Task.CompletedTask;
    }

    private static bool IsPage(HttpResponse response) => response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
