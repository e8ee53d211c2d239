using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>Changes what is written down about a person; fields that are not named stay as they are.</summary>
public sealed class UpdateUser(UserChange change, IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <param name="version">Of <see cref="UserDetail"/>: what the changes were made on; null does not mind.</param>
    /// <param name="texts">By the names of <see cref="UserFields"/>; null or blank empties a field.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, UserName user, string? version, IReadOnlyDictionary<string, string?> texts, CancellationToken cancel)
    {
        User? edited = null;
        try
        {
            return await change.RunAsync(
                actor,
                user,
                new UserAct("user_updated") { Version = version, KeepsCredentials = true },
                async (db, row) =>
                {
                    edited = row;
                    return await ApplyAsync(db, row, texts, cancel);
                },
                cancel);
        }
        catch (DbUpdateException) when (edited is not null)
        {
            // As for a new user: two at once wanted the same name, and the database decided.
            await using var fresh = await contexts.ForPoolAsync(user.PoolId, cancel);
            var taken = await AddUser.FindTakenAsync(fresh, edited, cancel);
            if (taken.Count > 0)
            {
                return taken;
            }

            throw;
        }
    }

    private static async Task<IReadOnlyList<Fault>> ApplyAsync(IdentitySourceDb db, User row, IReadOnlyDictionary<string, string?> texts, CancellationToken cancel)
    {
        List<Fault> faults = [];
        foreach (var (name, text) in texts)
        {
            if (UserFields.Find(name) is not { } field)
            {
                faults.Add(new Fault(name, "field_unknown", $"A user has no field '{name}' that can be written.") { Values = [name] });
                continue;
            }

            var (kept, fault) = UserFieldRules.Read(field, text);
            if (fault is not null)
            {
                faults.Add(fault);
            }
            else if (field.Read(row) != kept)
            {
                field.Write(row, kept);
            }
        }

        if (faults.Count == 0 && row is { UserName: null, Email: null, PhoneNumber: null })
        {
            faults.Add(new Fault("email", "identifier_missing", "A username, an e-mail address or a telephone number is needed."));
        }

        return faults.Count > 0 ? faults : await AddUser.FindTakenAsync(db, row, cancel);
    }
}
