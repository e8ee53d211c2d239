using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages;

/// <summary>An answer other than the page that was asked for: on to the next step, or a page that says why not.</summary>
internal sealed class Instead(IResult answer) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context) => answer.ExecuteAsync(context.HttpContext);
}
