using System.Globalization;
using System.Text.RegularExpressions;
using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Console;

/// <summary>
/// A page of the console: who asks, for which pool, and the two ends of a form. What it does is done by operations; the gate has
/// been passed by the time that it runs. Names of inputs are the names that the operations' faults use.
/// </summary>
/// <typeparam name="TTexts">The texts of its area: <c>Done.{slug}</c> are its notices, <c>Fault.{reason}</c> its faults.</typeparam>
public abstract partial class ConsolePage<TTexts> : PageModel
{
    public ConsoleVisit Visit => ConsoleVisit.Of(HttpContext);

    public PoolSummary Pool => Visit.Pool ?? throw new InvalidOperationException("The address of this page names no user pool.");

    public ConsoleFrame Frame => HttpContext.Console();

    /// <summary>For the operations' audit entries.</summary>
    public Actor Actor => Visit.Actor(HttpContext);

    protected IStringLocalizer<TTexts> Text => HttpContext.RequestServices.GetRequiredService<IStringLocalizer<TTexts>>();

    /// <summary>For what a page leaves out; the act itself is guarded by <see cref="NeedsAttribute"/>.</summary>
    public bool May(ConsoleRole role) => Visit.Role >= role;

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (Request.Query["done"] is [{ } done] && Slug().IsMatch(done) && Text["Done." + done] is { ResourceNotFound: false } notice)
        {
            Frame.Notice = notice;
        }
    }

    /// <summary>After a form: on to a page that is got, with a notice, so that a reload repeats nothing.</summary>
    /// <param name="notice">The slug of its text, <c>Done.{notice}</c>.</param>
    /// <param name="path">A path of this pool, as for <see cref="ConsoleVisit.At"/>, with its query if it has one; null: this page again.</param>
    protected IActionResult Done(string notice, string? path = null)
    {
        var address = path is null ? Request.Path.Value! : Visit.At(path);
        return new Instead(new SeeOther($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done={notice}"));
    }

    /// <summary>Nothing was done: the page again, with what is wrong at its field and what was typed kept.</summary>
    protected IActionResult Refuse(IReadOnlyList<Fault> faults) => Refuse(faults.Select(Explain));

    protected IActionResult Refuse(IEnumerable<ConsoleFault> faults)
    {
        Frame.Faults = [.. faults];
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>By its reason in the texts of the area, then of the console; else in the operation's own words.</summary>
    protected ConsoleFault Explain(Fault fault)
    {
        var shell = HttpContext.RequestServices.GetRequiredService<IStringLocalizer<Pages.Console.ConsoleTexts>>();
        LocalizedString[] found = [Text["Fault." + fault.Reason], shell["Fault." + fault.Reason]];
        var text = found.FirstOrDefault(each => !each.ResourceNotFound);
        if (fault.Values.Count == 0 && text?.Value.Contains("{0", StringComparison.Ordinal) == true)
        {
            // One that was written down before faults had values: only the operation's own words have them.
            text = null;
        }

        var said = text is null ? fault.Message : fault.Values.Count == 0 ? text.Value : string.Format(CultureInfo.CurrentCulture, text.Value, [.. fault.Values]);
        return new ConsoleFault(fault.Field, fault.Reason, said, text is not null);
    }

    [GeneratedRegex("^[a-z_]{1,60}$")]
    private static partial Regex Slug();
}
