using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Console;

/// <summary>
/// A route or a page's handler that an open page asks again and again by itself. It does not keep the session alive, or an hour
/// without anybody would never come while the page is open.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnattendedAttribute : Attribute
{
    /// <summary>By which a page says that it loads itself anew.</summary>
    public const string Reload = "reload";

    internal static bool Is(HttpContext http, Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<UnattendedAttribute>() is not null
        || (HttpMethods.IsGet(http.Request.Method) && (http.Request.Query.ContainsKey(Reload) || IsHandler(http, endpoint)));

    private static bool IsHandler(HttpContext http, Endpoint endpoint) =>
        http.Request.Query["handler"] is [{ } name]
        && endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is { } page
        && page.HandlerMethods.Any(handler => name.Equals(handler.Name, StringComparison.OrdinalIgnoreCase) && handler.MethodInfo.IsDefined(typeof(UnattendedAttribute), inherit: false));
}
