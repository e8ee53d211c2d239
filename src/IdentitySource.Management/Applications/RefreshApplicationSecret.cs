using IdentitySource.Storage.Keys;

namespace IdentitySource.Management.Applications;

/// <summary>
/// Gives an application a new secret, on every server within two seconds. It signs at once (HS256); the old one still proves the
/// application for as long as the administrator says, so that its instances can be given the new one one by one.
/// </summary>
public sealed class RefreshApplicationSecret(ApplicationChange change, ApplicationSecrets secrets, TimeProvider clock)
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(30);

    /// <param name="grace">How long the old secret goes on; none by default.</param>
    public async Task<Outcome<CreatedApplication>> RunAsync(
        Actor actor, Guid poolId, string application, TimeSpan grace = default, CancellationToken cancel = default)
    {
        if (grace < TimeSpan.Zero || grace > LongestGrace)
        {
            return new Fault("grace", "grace_out_of_range", $"The grace time must lie between 0 and {LongestGrace.TotalSeconds:0} seconds.") { Values = [LongestGrace.TotalSeconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture)] };
        }

        DateTimeOffset? until = grace > TimeSpan.Zero ? clock.GetUtcNow() + grace : null;
        Dictionary<string, object?> detail = new() { ["previous_secret_until"] = until };
        return await change.RunAsync<CreatedApplication>(
            actor, poolId, application, "application_secret_refreshed", row =>
                ApplicationRules.NeedsSecret(row)
                    ? new CreatedApplication(row.Id, row.Name, row.Address, secrets.Renew(row, until)) { PreviousSecretUntil = row.PreviousSecretUntil }
                    : new Fault("application", "application_without_secret", "This application proves itself without a secret, so it has none to renew."),
            cancel, detail);
    }
}
