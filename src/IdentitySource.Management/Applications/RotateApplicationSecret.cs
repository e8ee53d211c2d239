namespace IdentitySource.Management.Applications;

/// <summary>Gives an application a new secret; the old one is refused from then on, on every server within two seconds.</summary>
public sealed class RotateApplicationSecret(ApplicationChange change, ApplicationSecrets secrets)
{
    public Task<Outcome<CreatedApplication>> RunAsync(Actor actor, Guid poolId, string application, CancellationToken cancel) =>
        change.RunAsync<CreatedApplication>(actor, poolId, application, "application_secret_rotated", row =>
            row.SecretHash is null
                ? new Fault("application", "application_without_secret", "This application proves itself without a secret, so it has none to renew.")
                : new CreatedApplication(row.Id, row.Name, row.Address, secrets.Renew(row)), cancel);
}
