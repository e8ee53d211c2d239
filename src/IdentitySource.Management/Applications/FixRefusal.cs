using IdentitySource.Management.Events;

namespace IdentitySource.Management.Applications;

/// <summary>
/// The one change of an application that would have let a refused request pass. Everything in it comes from the trace that the
/// refusal left; still it was a stranger who chose what was sent, so it is proposed first and done when somebody has looked at it.
/// </summary>
public sealed class FixRefusal(ListEvents events, FindApplication find, UpdateApplication update)
{
    /// <param name="eventId">Of the refusal.</param>
    /// <returns>Null when no setting would help, or when it has been changed since.</returns>
    public async Task<RefusalFix?> ProposeAsync(Guid poolId, Guid eventId, CancellationToken cancel)
    {
        var refusal = (await events.FindAsync(poolId, eventId.ToString("N"), cancel)).FirstOrDefault(each => each.Id == eventId);
        return refusal is { Administrative: false, Success: false, ApplicationId: { } id } && await find.RunAsync(poolId, id.ToString("N"), cancel) is { } application
            ? RefusalFixes.Of(refusal, application, poolId)
            : null;
    }

    /// <param name="version">Of the application, as it was when somebody looked at what is proposed.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, Guid eventId, long version, CancellationToken cancel) =>
        await ProposeAsync(poolId, eventId, cancel) is { } fix
            ? await update.RunAsync(actor, fix.Settings with { Version = version }, cancel)
            : new Fault("refusal", "refusal_without_fix", "No change of a setting would let this request pass now.");
}

/// <param name="Settings">For <see cref="UpdateApplication"/>.</param>
/// <param name="Changes">The same for people: each setting as it is and as it would be.</param>
public sealed record RefusalFix(ApplicationDetail Application, ApplicationSettings Settings, IReadOnlyList<FixedSetting> Changes);

/// <param name="Name">As in the API.</param>
public sealed record FixedSetting(string Name, IReadOnlyList<string> Before, IReadOnlyList<string> After)
{
    internal static FixedSetting With(string name, IReadOnlyList<string> present, IEnumerable<string> more) => new(name, present, [.. present.Union(more)]);
}
