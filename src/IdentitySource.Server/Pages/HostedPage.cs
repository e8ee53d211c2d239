using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace IdentitySource.Server.Pages;

/// <summary>
/// A page as the answer of a route: the partial of the view (<c>SignInView</c> → <c>Shared/_SignIn.cshtml</c>) inside the layout.
/// Razor Pages include the same partial.
/// </summary>
internal sealed class HostedPage(object view, int status = StatusCodes.Status200OK) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public Task ExecuteAsync(HttpContext http)
    {
        CultureInfo.CurrentUICulture = PageLanguage.Of(http);
        ActionContext action = new(http, new RouteData(), new ActionDescriptor());
        ViewResult page = new()
        {
            ViewName = $"/Pages/Shared/_{view.GetType().Name.Replace("View", "", StringComparison.Ordinal)}.cshtml",
            StatusCode = status,
            ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), action.ModelState) { Model = view },
        };
        return http.RequestServices.GetRequiredService<IActionResultExecutor<ViewResult>>().ExecuteAsync(action, page);
    }
}
