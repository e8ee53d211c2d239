using IdentitySource.Management.Administration;
using IdentitySource.Management.UserImports;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;

namespace IdentitySource.Server.Console;

/// <summary>
/// A page that takes a large file. The larger body is allowed once it is known who sends it, and before the form is read; what
/// comes is kept on disk and not in memory.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UploadAttribute : Attribute, IAuthorizationFilter, IOrderedFilter
{
    /// <summary>For what stands around the file in the form.</summary>
    private const long Around = 64 * 1024;

    /// <summary>Before the check of the form's token, which reads it.</summary>
    public int Order => 900;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method) || ConsoleVisit.Find(http) is not { Role: >= ConsoleRole.Administrator })
        {
            return;
        }

        var largest = http.RequestServices.GetRequiredService<ImportLimits>().LargestFile + Around;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = largest;
        }

        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { MultipartBodyLengthLimit = largest }));
    }
}
