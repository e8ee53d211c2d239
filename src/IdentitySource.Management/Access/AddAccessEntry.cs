using IdentitySource.Management.Applications;
using IdentitySource.Management.Audit;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Access;

/// <summary>
/// Lets a person, a role or a group into an application, or keeps them out, whatever its default says. It holds from the next
/// request on. Of one subject an application has one entry.
/// </summary>
public sealed class AddAccessEntry(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, NewAccessEntry input, CancellationToken cancel)
    {
        if (input.Subject.Kind == SubjectKind.AccessKey)
        {
            return new Fault("subject", "subject_cannot_sign_in", "A programmatic access account does not sign in: name a user, a role or a group.");
        }

        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        if (await ApplicationChange.FindAsync(db, input.Application, cancel) is not { } application)
        {
            return ApplicationChange.Unknown(input.Application);
        }

        if ((await db.FindSubjectAsync(input.Subject, cancel)).Refused(out var faults, out var subjectId))
        {
            return faults.ToList();
        }

        if (await IsThereAsync(db, application.Id, subjectId, cancel))
        {
            return Taken(input);
        }

        return await SaveAsync(db, actor, input, Row(input, application.Id, subjectId), cancel);
    }

    private async Task<Outcome<Guid>> SaveAsync(IdentitySourceDb db, Actor actor, NewAccessEntry input, AccessEntryRow row, CancellationToken cancel)
    {
        db.AccessEntries.Add(row);
        AccessEntryChange.Record(audit, db, actor, "access_entry_added", row);
        try
        {
            await db.SaveChangesAsync(cancel);
            return row.Id;
        }
        catch (DbUpdateException)
        {
            // The index decides when two add it at once.
            if (await IsThereAsync(db, row.ApplicationId, row.SubjectId, cancel))
            {
                return Taken(input);
            }

            throw;
        }
    }

    private static Task<bool> IsThereAsync(IdentitySourceDb db, Guid applicationId, Guid subjectId, CancellationToken cancel) =>
        db.AccessEntries.AsNoTracking().AnyAsync(row => row.ApplicationId == applicationId && row.SubjectId == subjectId, cancel);

    private AccessEntryRow Row(NewAccessEntry input, Guid applicationId, Guid subjectId)
    {
        var now = clock.GetUtcNow();
        return new AccessEntryRow
        {
            PoolId = input.PoolId,
            Id = Guid.CreateVersion7(now),
            ApplicationId = applicationId,
            SubjectKind = input.Subject.Kind,
            SubjectId = subjectId,
            Allow = input.Allow,
            CreatedAt = now,
        };
    }

    private static Fault Taken(NewAccessEntry input) => new(
        "subject", "access_entry_exists", $"The application has an entry for '{input.Subject.Text}' already; remove it first.")
    { Values = [input.Subject.Text] };
}

/// <param name="Application">The client id, or the address.</param>
public sealed record NewAccessEntry(Guid PoolId, string Application, SubjectName Subject, bool Allow);
