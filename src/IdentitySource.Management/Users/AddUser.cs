using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Ports;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>Adds a person to a user pool.</summary>
public sealed class AddUser(IDbContextFactory<IdentitySourceDb> contexts, PasswordMint mint, AuditTrail audit, IBulkRows rows, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, NewUser input, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        var outcome = await AddAsync(db, actor, input, cancel);
        if (outcome.Refused(out _, out _))
        {
            return outcome;
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Two at once wanted the same name: the database decides, and only this one answer is foreseen.
            await using var fresh = await contexts.ForPoolAsync(input.PoolId, cancel);
            var taken = await FindTakenAsync(fresh, ToUser(input), cancel);
            if (taken.Count > 0)
            {
                return taken;
            }

            throw;
        }

        DayTally tally = new();
        tally.Add(input.PoolId, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), Measure.NewUser);
        await rows.CountAsync(tally, cancel);
        return outcome;
    }

    /// <summary>Without saving: part of something larger.</summary>
    internal async Task<Outcome<Guid>> AddAsync(IdentitySourceDb db, Actor actor, NewUser input, CancellationToken cancel)
    {
        var user = ToUser(input);
        List<Fault> faults = [.. CheckNames(input)];
        if (input.Password is { } password && PasswordRules.Check(password, user, await PasswordPolicy.OfAsync(db, input.PoolId, cancel)) is { } weak)
        {
            faults.Add(Fault.Of("password", weak));
        }

        faults.AddRange(await FindTakenAsync(db, user, cancel));
        if (faults.Count > 0)
        {
            return faults;
        }

        if (input.Password is { } chosen && (user.PasswordHash = input.PasswordHash ?? await mint.HashAsync(chosen, cancel)) is null)
        {
            return PasswordMint.Busy;
        }

        db.Users.Add(user);
        audit.Add(db, actor, "user_created", userId: user.Id, detail: new Dictionary<string, object?> { ["user"] = UserFields.LoginName(user) });
        return user.Id;
    }

    /// <summary>
    /// With the hash made, for whoever adds the person in a transaction: what waits there for a core keeps others waiting for its
    /// locks. A password that will not do comes back as it was, for <see cref="AddAsync"/> to refuse.
    /// </summary>
    /// <returns>Null when the queue is full.</returns>
    internal async Task<NewUser?> HashedAsync(NewUser input, CancellationToken cancel)
    {
        if (input.Password is not { } password || await IsWeakAsync(input, password, cancel))
        {
            return input;
        }

        return await mint.HashAsync(password, cancel) is { } hash ? input with { PasswordHash = hash } : null;
    }

    private async Task<bool> IsWeakAsync(NewUser input, string password, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        return PasswordRules.Check(password, ToUser(input), await PasswordPolicy.OfAsync(db, input.PoolId, cancel)) is not null;
    }

    private static IEnumerable<Fault> CheckNames(NewUser input)
    {
        if (input.Username is null && input.Email is null && input.Phone is null)
        {
            yield return new Fault("email", "identifier_missing", "A username, an e-mail address or a telephone number is needed.");
        }

        if (input.Username is not null && Identifiers.Username(input.Username) is null)
        {
            yield return new Fault("username", "username_malformed", "A username has visible characters only, no spaces, no '@', and does not begin with '+'.");
        }

        if (input.Email is not null && Identifiers.Email(input.Email) is null)
        {
            yield return new Fault("email", "email_malformed", "This is not a plain e-mail address.");
        }

        if (input.Phone is not null && Identifiers.Phone(input.Phone) is null)
        {
            yield return new Fault("phone", "phone_malformed", "A telephone number is written with its country code: +49 30 1234567.");
        }

        (string Field, string? Value)[] names =
            [("name", input.Name), ("given_name", input.GivenName), ("family_name", input.FamilyName), ("nickname", input.Nickname)];
        foreach (var (field, _) in names.Where(each => each.Value is { } value && !IsShowable(value)))
        {
            yield return new Fault(field, "profile_malformed", "The text is longer than 200 characters or holds characters that cannot be seen.");
        }
    }

    /// <summary>In both forms short: there are single characters that stand for eighteen, and an index takes no text of any length.</summary>
    private static bool IsShowable(string text) => text.Length <= 200 && LookupNames.Composed(text) is { Length: <= 200 } && LookupNames.IsPlain(text);

    /// <summary>The names of the user that somebody else of the pool has.</summary>
    internal static async Task<List<Fault>> FindTakenAsync(IdentitySourceDb db, User user, CancellationToken cancel)
    {
        var others = await db.Users.AsNoTracking()
            .Where(other => other.Id != user.Id
                && ((user.NormalizedUserName != null && other.NormalizedUserName == user.NormalizedUserName)
                    || (user.NormalizedEmail != null && other.NormalizedEmail == user.NormalizedEmail)
                    || (user.PhoneNumber != null && other.PhoneNumber == user.PhoneNumber)))
            .Select(other => new { other.NormalizedUserName, other.NormalizedEmail, other.PhoneNumber })
            .ToListAsync(cancel);

        List<Fault> faults = [];
        if (user.NormalizedUserName is { } name && others.Exists(other => other.NormalizedUserName == name))
        {
            faults.Add(new Fault("username", "username_taken", "Somebody of this user pool has this username."));
        }

        if (user.NormalizedEmail is { } email && others.Exists(other => other.NormalizedEmail == email))
        {
            faults.Add(new Fault("email", "email_taken", "Somebody of this user pool has this e-mail address."));
        }

        if (user.PhoneNumber is { } phone && others.Exists(other => other.PhoneNumber == phone))
        {
            faults.Add(new Fault("phone", "phone_taken", "Somebody of this user pool has this telephone number."));
        }

        return faults;
    }

    private User ToUser(NewUser input)
    {
        var now = clock.GetUtcNow();
        var (username, email) = (Identifiers.Username(input.Username), Identifiers.Email(input.Email));
        return new User
        {
            PoolId = input.PoolId,
            Id = Guid.CreateVersion7(now),
            UserName = username,
            NormalizedUserName = LookupNames.Of(username),
            Email = email,
            NormalizedEmail = LookupNames.Of(email),
            EmailConfirmed = input.EmailVerified,
            PhoneNumber = Identifiers.Phone(input.Phone),
            PhoneNumberConfirmed = input.PhoneVerified,
            Name = input.Name,
            NormalizedName = LookupNames.Of(input.Name),
            GivenName = input.GivenName,
            FamilyName = input.FamilyName,
            Nickname = input.Nickname,
            Locale = input.Locale,
            SecurityStamp = SecurityStamps.New(),
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
