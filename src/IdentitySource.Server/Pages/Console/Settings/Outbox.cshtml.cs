using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Mail;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Settings;

/// <summary>
/// The mails of the pool: which wait, which fail and why. What one says is for owners: an invitation's link would let an administrator
/// become one.
/// </summary>
public sealed class OutboxModel(ListOutbox list, SendAgain sendAgain, DiscardMail discard, RevealMail reveal, SendTestMail test) : ConsolePage<SettingsTexts>
{
    public IReadOnlyList<ListedMail> Mails { get; private set; } = [];

    public string? Next { get; private set; }

    public OutboxState State { get; private set; } = new(true, 0, 0);

    /// <summary>The one that an owner asked to read.</summary>
    public RevealedMail? Revealed { get; private set; }

    public ConsoleBadge Badge(ListedMail mail) =>
        mail.IsSent ? new ConsoleBadge(Text["Outbox.Sent"], "ok")
        : mail.GivenUpAt is not null ? new ConsoleBadge(Text["Outbox.GivenUp"], "bad")
        : mail.IsUnderWay ? new ConsoleBadge(Text["Outbox.UnderWay"])
        : mail.LastError is not null ? new ConsoleBadge(Text["Outbox.Failing"], "warn")
        : new ConsoleBadge(Text["Outbox.Waiting"], State.Configured ? "" : "warn");

    /// <summary>Why the last try was in vain, and the mail server's number.</summary>
    public string Why(string error)
    {
        var parts = error.Split(' ', 2);
        var why = Text["Outbox.Error." + parts[0]];
        return parts.Length == 1 ? why : $"{why} ({parts[1]})";
    }

    public async Task OnGetAsync(string? after, CancellationToken cancel)
    {
        var page = await list.RunAsync(Pool.Id, Guid.TryParseExact(after, "N", out var last) ? last : null, cancel);
        (Mails, Next) = (page.Mails, page.Next?.ToString("N"));
        State = await list.CountAsync(Pool.Id, cancel);
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid mail, CancellationToken cancel) =>
        (await sendAgain.RunAsync(Actor, Pool.Id, mail, cancel)).Refused(out var faults, out _) ? await ShowAsync(faults, cancel) : Done("mail_sent_again");

    [Sensitive]
    public async Task<IActionResult> OnPostDiscardAsync(Guid mail, CancellationToken cancel) =>
        (await discard.RunAsync(Actor, Pool.Id, mail, cancel)).Refused(out var faults, out _) ? await ShowAsync(faults, cancel) : Done("mail_discarded");

    public async Task<IActionResult> OnPostTestAsync(string? recipient, CancellationToken cancel) =>
        (await test.RunAsync(Actor, Pool.Id, recipient, cancel)).Refused(out var faults, out _) ? await ShowAsync(faults, cancel) : Done("test_mail_queued");

    [Needs(ConsoleRole.Owner), Sensitive]
    public async Task<IActionResult> OnPostReadAsync(Guid mail, CancellationToken cancel)
    {
        if ((await reveal.RunAsync(Actor, Pool.Id, mail, cancel)).Refused(out var faults, out var revealed))
        {
            return await ShowAsync(faults, cancel);
        }

        // The answer itself shows it: a link in it may be a secret.
        Revealed = revealed;
        await OnGetAsync(null, cancel);
        return Page();
    }

    private async Task<IActionResult> ShowAsync(IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        await OnGetAsync(null, cancel);
        return Refuse(faults);
    }
}
