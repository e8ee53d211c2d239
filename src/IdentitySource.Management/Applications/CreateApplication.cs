using System.Buffers.Text;
using IdentitySource.Management.Audit;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>Makes an application with an authorization server of its own. The secret is shown this once.</summary>
public sealed class CreateApplication(
    IDbContextFactory<IdentitySourceDb> contexts, SigningKeyStore keys, ApplicationSecrets secrets, ChangeFeed changes, AuditTrail audit, TimeProvider clock)
{
    /// <summary>What a person thinks up is guessed; only 256 random bits are kept as a fast hash.</summary>
    private const int SecretBytes = 32;

    /// <summary>RFC 9562 §5.7.</summary>
    private const int Version7 = 7;

    public async Task<Outcome<CreatedApplication>> RunAsync(Actor actor, NewApplication input, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        var outcome = await AddAsync(db, actor, input, serverId => keys.NewSet(input.PoolId, serverId, SigningKeyStore.Algorithms), cancel);
        if (outcome.Refused(out _, out var created))
        {
            return outcome;
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Two at once wanted the address: the database decides, and only this one answer is foreseen.
            await using var fresh = await contexts.ForPoolAsync(input.PoolId, cancel);
            if (await IsTakenAsync(fresh, created.Address, cancel))
            {
                return AddressTaken(created.Address);
            }

            throw;
        }

        changes.Note(input.PoolId, created.Id);
        return outcome;
    }

    /// <summary>Without saving: part of something larger.</summary>
    /// <param name="keySet">The first keys of an authorization server; in a transaction, ones that were made before it.</param>
    internal async Task<Outcome<CreatedApplication>> AddAsync(
        IdentitySourceDb db, Actor actor, NewApplication input, Func<Guid, IEnumerable<SigningKeyRow>> keySet, CancellationToken cancel)
    {
        var row = ToRow(input);
        var faults = ApplicationRules.Check(row);
        if (AddressRules.Check(row.Address) is { } malformed)
        {
            faults.Add(malformed);
        }
        else if (await IsTakenAsync(db, row.Address, cancel))
        {
            faults.Add(AddressTaken(row.Address));
        }

        faults.AddRange(await CheckKeptAsync(db, input, cancel));

        if (faults.Count > 0)
        {
            return faults;
        }

        var secret = !ApplicationRules.NeedsSecret(row) ? null : input.Secret is { } kept ? secrets.Keep(row, kept) : secrets.Renew(row);
        db.Applications.Add(row);
        db.SigningKeys.AddRange(keySet(row.Id));
        changes.Add(db, row.PoolId, row.Id);
        audit.Add(db, actor, "application_created", row.Id, detail: new Dictionary<string, object?>
        {
            ["name"] = row.Name,
            ["address"] = row.Address,
            ["type"] = row.Type.ToString().ToLowerInvariant(),
            ["redirect_uris"] = row.RedirectUris,
        });
        return new CreatedApplication(row.Id, row.Name, row.Address, secret);
    }

    /// <summary>What comes from another deployment: an id that no application here has, and a secret that nobody guesses.</summary>
    private static async Task<List<Fault>> CheckKeptAsync(IdentitySourceDb db, NewApplication input, CancellationToken cancel)
    {
        List<Fault> faults = [];
        if (input.Id is { Version: not Version7 })
        {
            // Those of another version are access keys, and what other ids are derived from an application's.
            faults.Add(new Fault("client_id", "client_id_malformed", "A client id that is kept is one that was made here or in another deployment (a UUID of version 7)."));
        }
        else if (input.Id is { } id && await IsKnownAsync(db, id, cancel))
        {
            faults.Add(new Fault("client_id", "client_id_taken", $"The client id '{id:N}' is taken.") { Values = [id.ToString("N", System.Globalization.CultureInfo.InvariantCulture)] });
        }

        if (input.Secret is { } secret && !(Base64Url.IsValid(secret, out var length) && length == SecretBytes))
        {
            faults.Add(new Fault("secret", "secret_malformed", "A secret that is kept is one that was made here or in another deployment: 43 characters of base64url."));
        }

        return faults;
    }

    /// <summary>
    /// An application's id also names its authorization server, with the keys and the sessions of that: with the pool's own it would
    /// share the shared server's, with a person's it would pass for them.
    /// </summary>
    private static async Task<bool> IsKnownAsync(IdentitySourceDb db, Guid id, CancellationToken cancel) =>
        await db.Applications.IgnoreQueryFilters().AnyAsync(row => row.Id == id, cancel)
        || await db.UserPools.AnyAsync(pool => pool.Id == id, cancel)
        || await db.Users.AnyAsync(user => user.Id == id, cancel);

    internal ApplicationRow ToRow(NewApplication input)
    {
        var now = clock.GetUtcNow();
        var grants = input.GrantTypes ?? (input.Type == ApplicationType.Machine ? ["client_credentials"] : ["authorization_code", "refresh_token"]);
        var method = input.TokenAuthentication ?? (input.Type is ApplicationType.Spa or ApplicationType.Native ? "none" : "client_secret_post");
        return new ApplicationRow
        {
            PoolId = input.PoolId,
            Id = input.Id ?? Guid.CreateVersion7(now),
            Enabled = input.Enabled,
            Name = input.Name.Trim(),
            Address = AddressRules.Normalize(input.Address),
            Type = input.Type,
            RedirectUris = [.. input.RedirectUris],
            PostLogoutRedirectUris = [.. input.PostLogoutRedirectUris],
            AllowedOrigins = [.. input.AllowedOrigins],
            GrantTypes = [.. grants],
            ResponseTypes = [.. (input.ResponseTypes ?? (grants.Contains("authorization_code") ? ["code"] : [])).Select(ResponseType.Canonical)],
            TokenAuthentication = method,
            IntrospectionAuthentication = input.IntrospectionAuthentication ?? method,
            RevocationAuthentication = input.RevocationAuthentication ?? method,
            IdTokenAlgorithm = input.IdTokenAlgorithm,
            AccessTokenAlgorithm = input.AccessTokenAlgorithm,
            AccessByDefault = input.AccessByDefault,
            Policy = input.Policy,
            CreatedAt = now,
            UpdatedAt = now,
            Version = 1,
        };
    }

    /// <summary>In any pool: an address leads to one place.</summary>
    internal static Task<bool> IsTakenAsync(IdentitySourceDb db, string address, CancellationToken cancel) =>
        db.Applications.IgnoreQueryFilters().AnyAsync(row => row.Address == address, cancel);

    internal static Fault AddressTaken(string address) => new("address", "address_taken", $"The authentication address '{address}' is taken.");
}
