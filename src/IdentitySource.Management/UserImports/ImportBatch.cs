using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserImports;

/// <summary>Lines that are written together, and where the file goes on after them.</summary>
internal sealed record ImportBatch(IReadOnlyList<ImportedLine> Lines, long Position, long Line, IReadOnlyCollection<string> UnknownColumns)
{
    /// <summary>A hash takes a core for tens of milliseconds; a batch is to be written well within its lease.</summary>
    private const int MostPasswords = 50;

    /// <param name="before">How many records the file had until here.</param>
    public static async Task<ImportBatch> ReadAsync(ImportFile file, ImportTarget target, long before, int size, DateTimeOffset now, CancellationToken cancel)
    {
        List<ImportedLine> lines = [];
        var passwords = 0;
        while (lines.Count < size && passwords < MostPasswords && await file.NextAsync(cancel) is { } record)
        {
            var line = ImportedLine.Of(record, before + lines.Count + 1, target, now);
            passwords += line.IsGood && line.Password is not null ? 1 : 0;
            lines.Add(line);
        }

        return new ImportBatch(lines, file.Position, file.Line, file.UnknownColumns);
    }

    /// <summary>Half the cores at most: the people who sign in meanwhile need hashes too.</summary>
    public Task HashAsync(IPasswordHasher<User> hasher, CancellationToken cancel) => Parallel.ForEachAsync(
        Lines.Where(line => line is { IsGood: true, Password: not null }),
        new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2), CancellationToken = cancel },
        (line, _) =>
        {
            line.User.PasswordHash = hasher.HashPassword(line.User, line.Password!);
            return ValueTask.CompletedTask;
        });

    /// <summary>Refuses whoever wants a name that an earlier line has, or somebody of the pool.</summary>
    /// <returns>The names that the good lines have claimed.</returns>
    public async Task<List<UserImportKeyRow>> ClaimNamesAsync(IdentitySourceDb db, Guid importId, CancellationToken cancel)
    {
        var wanted = Lines.Where(line => line.IsGood).SelectMany(line => line.Names).Select(each => each.Name).Distinct().ToList();
        var earlier = await db.UserImportKeys.AsNoTracking().Where(row => row.ImportId == importId && wanted.Contains(row.Name)).ToDictionaryAsync(row => row.Name, row => row.Line, cancel);
        var taken = await TakenAsync(db, cancel);
        List<UserImportKeyRow> claimed = [];
        foreach (var line in Lines.Where(line => line.IsGood))
        {
            var names = line.Names.ToList();
            names.ForEach(each => Judge(line, each.Field, each.Name, earlier, taken));
            if (line.IsGood)
            {
                names.ForEach(each => earlier.Add(each.Name, line.Line));
                claimed.AddRange(names.Select(each => new UserImportKeyRow { PoolId = db.PoolId, ImportId = importId, Name = each.Name, Line = line.Line }));
            }
        }

        return claimed;
    }

    private static void Judge(ImportedLine line, string field, Guid name, Dictionary<Guid, long> earlier, HashSet<string> taken)
    {
        if (earlier.TryGetValue(name, out var first))
        {
            line.Refuse(new Fault(field, field + "_repeated", $"Line {first} of the file has the same."));
        }
        else if (taken.Contains(Text(line.User, field)))
        {
            line.Refuse(new Fault(field, field + "_taken", "Somebody of this user pool has the same."));
        }
    }

    /// <summary>By three unique indexes, each for all the lines at once.</summary>
    private async Task<HashSet<string>> TakenAsync(IdentitySourceDb db, CancellationToken cancel)
    {
        var users = Lines.Where(line => line.IsGood).Select(line => line.User).ToList();
        var usernames = users.Where(user => user.NormalizedUserName is not null).Select(user => user.NormalizedUserName).ToList();
        var emails = users.Where(user => user.NormalizedEmail is not null).Select(user => user.NormalizedEmail).ToList();
        var phones = users.Where(user => user.PhoneNumber is not null).Select(user => user.PhoneNumber).ToList();
        HashSet<string> taken = [];
        taken.UnionWith(await db.Users.Where(user => usernames.Contains(user.NormalizedUserName)).Select(user => "username " + user.NormalizedUserName).ToListAsync(cancel));
        taken.UnionWith(await db.Users.Where(user => emails.Contains(user.NormalizedEmail)).Select(user => "email " + user.NormalizedEmail).ToListAsync(cancel));
        taken.UnionWith(await db.Users.Where(user => phones.Contains(user.PhoneNumber)).Select(user => "phone " + user.PhoneNumber).ToListAsync(cancel));
        return taken;
    }

    private static string Text(User user, string field) => field + " " + field switch { "username" => user.NormalizedUserName, "email" => user.NormalizedEmail, _ => user.PhoneNumber };
}
