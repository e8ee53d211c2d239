using IdentitySource.Server.Pages;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace IdentitySource.Server.Console;

/// <summary>
/// What each handler of a console page asks: a role, and for a sensitive act a fresh proof. Who has to prove it is asked in between,
/// and what was about to be posted waits on that page; nothing has to be typed again.
/// </summary>
internal sealed class ConsoleActs(ConsoleSignIn signIn, TimeProvider clock) : IAsyncPageFilter
{
    public const string PasswordField = "confirm_password";

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        context.Result = context.HandlerMethod is { } handler
            ? await JudgeAsync(context.HttpContext, ConsoleDemand.Of(context.ActionDescriptor.HandlerTypeInfo, handler.MethodInfo, context.HttpContext.Request.Method))
            // Without a handler the page would be shown all the same, and empty.
            : new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        if (context.Result is null && context.HttpContext.Request is { Method: "POST", HasFormContentType: true } request && request.Form.Any(field => field.Value.Any(ConsoleGate.HoldsNul)))
        {
            context.Result = new BadRequestResult();
        }

        if (context.Result is null)
        {
            await next();
        }
    }

    private async Task<IActionResult?> JudgeAsync(HttpContext http, ConsoleDemand demand)
    {
        if (demand.Open)
        {
            return null;
        }

        var visit = ConsoleVisit.Of(http);
        var mayBeAsked = demand.Sensitive && HttpMethods.IsPost(http.Request.Method) && visit.Role >= demand.Role && http.Request.Form.Files.Count == 0;
        if (!mayBeAsked || visit.Visitor.HasProven(clock.GetUtcNow()))
        {
            return ConsoleGate.Judge(http, visit, demand, clock.GetUtcNow()) is { } refusal ? new Instead(refusal) : null;
        }

        if (http.Request.Form[PasswordField] is not [{ Length: > 0 } password])
        {
            return new Instead(new HostedPage(View(http, visit)));
        }

        var verdict = await signIn.ProveAsync(http, visit.Visitor, password, http.RequestAborted);
        return verdict is PasswordVerdict.Accepted ? null : new Instead(new HostedPage(View(http, visit) with { Fault = Fault(verdict) }, Status(verdict)));
    }

    internal static ConsoleConfirmView View(HttpContext http, ConsoleVisit visit) => new(http.Request.Path + http.Request.QueryString, visit.Visitor.Session.Identifier)
    {
        Posted =
        [
            .. http.Request.Form.Where(field => field.Key is not (PasswordField or "form_token"))
                .SelectMany(field => field.Value.Select(value => new KeyValuePair<string, string>(field.Key, value ?? ""))),
        ],
    };

    internal static SignInFault Fault(PasswordVerdict verdict) => verdict switch
    {
        PasswordVerdict.Refused => SignInFault.WrongPair,
        PasswordVerdict.SlowDown => SignInFault.TooManyAttempts,
        _ => SignInFault.Busy,
    };

    internal static int Status(PasswordVerdict verdict) => verdict switch
    {
        PasswordVerdict.SlowDown => StatusCodes.Status429TooManyRequests,
        PasswordVerdict.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };
}
