using System.Globalization;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Mail;
using IdentitySource.Management.Setup;
using IdentitySource.Management.Statistics;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Explanations;
using IdentitySource.Server.Pages.Console.Logs;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console;

/// <summary>Where a user pool stands: what it still needs, where it answers, and how it is used.</summary>
public sealed class OverviewModel(ReadOverview read, ListOutbox mails, RemoveDemo removeDemo, EventWords words, AddressPlan plan) : ConsolePage<ConsoleTexts>
{
    public EventWords Words => words;

    public PoolOverview Overview { get; private set; } = null!;

    public IReadOnlyList<DateOnly> Dates => [.. Overview.Statistics.Days.Select(day => day.Day)];

    public IReadOnlyList<ChartSeries> SignIns => [Series("SignIns.Ok", day => day.SignIns), Series("SignIns.Failed", day => day.FailedSignIns)];

    public IReadOnlyList<ChartSeries> NewUsers => [Series("NewUsers.Series", day => day.NewUsers)];

    public IReadOnlyList<ChartSeries> Active => [Series("Active30", day => day.ActiveMonth), Series("Active7", day => day.ActiveWeek)];

    public IReadOnlyList<ChartBar> TopApplications =>
        [.. Overview.Statistics.Applications.Select(each => new ChartBar(each.Name ?? Text["Overview.Gone"], each.Count, each.Name is null ? null : Visit.At("applications/" + each.Key)))];

    /// <summary>Each with the title that the pages and the documents give it.</summary>
    public IReadOnlyList<ChartBar> RefusalReasons =>
    [
        .. Overview.Statistics.Refusals.Select(each => new ChartBar(ExplanationCatalogue.Find(each.Key).Title, each.Count, $"{Visit.At("logs")}?outcome=failed&find={Uri.EscapeDataString(each.Key)}", each.Key)),
    ];

    /// <summary>What is estimated is not shown to the last digit, which would look as if somebody had counted.</summary>
    public string Users => Overview.Totals is { UsersAreEstimated: true, Users: var users } ? Text["Overview.Totals.About", Rounded(users)] : Number(Overview.Totals.Users);

    public OutboxState Outbox { get; private set; } = null!;

    /// <summary>What is wrong with the mails, if anything is.</summary>
    public string? MailTrouble =>
        !Outbox.Configured && Outbox.Unsent > 0 ? Text["Overview.Outbox.Unconfigured", Outbox.Unsent].Value
        : Outbox.Failed > 0 ? Text["Overview.Outbox.Failing", Outbox.Failed].Value
        : null;

    public string Issuer => AddressPlan.Issuer(plan.PoolAddress(Pool.Slug));

    public bool MayRemoveDemo => May(ConsoleRole.Owner);

    public IReadOnlyList<FirstStep> Steps =>
    [
        new("Application", Overview.Progress.HasApplications, May(ConsoleRole.Administrator) ? "applications/new" : null, "Overview.Create"),
        new("Person", Overview.Progress.HasPeople, May(ConsoleRole.Administrator) ? "users/new" : null, "Overview.AddPerson"),
        Overview.Totals.NewestClientId is { } newest
            ? new("SignIn", Overview.Progress.HasSignIns, $"applications/{newest}/quick-start", "Overview.QuickStart")
            : new("SignIn", Overview.Progress.HasSignIns, "applications", "Overview.ChooseApplication"),
    ];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Overview = await read.RunAsync(Pool.Id, cancel);
        Outbox = await mails.CountAsync(Pool.Id, cancel);
    }

    [Needs(ConsoleRole.Owner), Sensitive]
    public async Task<IActionResult> OnPostRemoveDemoAsync(CancellationToken cancel)
    {
        // There is one demonstration, in the default pool: who owns another has no say in it.
        if (Pool.Slug != UserPool.DefaultSlug)
        {
            return NotFound();
        }

        if (!(await removeDemo.RunAsync(Actor, cancel)).Refused(out var faults, out _))
        {
            return Done("demo_removed");
        }

        await OnGetAsync(cancel);
        return Refuse(faults);
    }

    public static string Number(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

    private static string Rounded(long value)
    {
        var unit = (long)Math.Pow(10, Math.Max(0, Number(value).Count(char.IsDigit) - 2));
        return Number((value + unit / 2) / unit * unit);
    }

    private ChartSeries Series(string name, Func<DayOfPool, long> value) => new(Text["Overview." + name], [.. Overview.Statistics.Days.Select(value)]);
}

/// <param name="Name">Of its text, <c>Overview.{Name}</c>.</param>
/// <param name="Path">Where it is done; null for those who may not.</param>
/// <param name="Action">The text of the way there.</param>
public sealed record FirstStep(string Name, bool Done, string? Path, string Action);
