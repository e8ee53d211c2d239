using System.Security.Cryptography;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Composition;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Server.Commands.Doctor;

/// <summary>Whether the master key is the database's, and opens keys that sign now. None is made.</summary>
internal static class KeyCheck
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Schema is not { Missing: 0 })
        {
            return [new Finding("master key", Health.Skipped, "Only a database with all its tables can say whether the master key is its own.")];
        }

        try
        {
            var known = await patient.Get<DeploymentMemory>().FindMasterKeyAsync(cancel);
            if (known is null)
            {
                return [new Finding("master key", Health.Warning, "The database was not set up yet.", "Start the server.")];
            }

            patient.Get<MasterKeyPlace>().Check(known);
        }
        catch (Exception refused) when (refused is MasterKeyException or DataFolderException)
        {
            return [new Finding("master key", Health.Bad, refused.Message)];
        }

        var signing = await SigningAsync(patient, cancel);
        patient.KeysOpen = signing.Health == Health.Good;
        return [new Finding("master key", Health.Good, "It is the one that the database was set up with."), signing];
    }

    /// <summary>The shared addresses of the two pools that every deployment has stand for the rest.</summary>
    private static async Task<Finding> SigningAsync(Patient patient, CancellationToken cancel)
    {
        const string Name = "signing keys";
        var now = patient.Get<TimeProvider>().GetUtcNow();
        foreach (var slug in new[] { UserPool.DefaultSlug, UserPool.OperatorsSlug })
        {
            try
            {
                if ((await patient.Get<FindPool>().RunAsync(slug, cancel)).Refused(out _, out var pool))
                {
                    return new Finding(Name, Health.Warning, $"The user pool {slug} is not there yet.", "Start the server.");
                }

                var ring = await patient.Get<SigningKeyStore>().LoadAsync(pool, pool, cancel);
                if (SigningKeyStore.Algorithms.Any(algorithm => !ring.Keys.Any(key => key.Key.Algorithm == algorithm && key.SignsFrom <= now && key.LastsUntil > now)))
                {
                    return new Finding(Name, Health.Bad, $"The user pool {slug} has no key that signs now.", $"Look at the clock, then run 'keys rotate --pool {slug}'.");
                }
            }
            catch (CryptographicException)
            {
                return new Finding(Name, Health.Bad, $"A key of the user pool {slug} cannot be read with the master key.", "Restore the database from its backup.");
            }
        }

        return new Finding(Name, Health.Good, "They can be read, and sign now.");
    }
}
