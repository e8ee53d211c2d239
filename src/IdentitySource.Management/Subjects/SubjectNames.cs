using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Subjects;

/// <summary>What those are called whom rules and access entries speak of.</summary>
internal static class SubjectNames
{
    /// <summary>Ids are nobody else's in the whole deployment, so one look at each table does. Who has no name, or is gone, is left out.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> NamesOfSubjectsAsync(this IdentitySourceDb db, IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        var users = await db.Users.AsNoTracking().Where(row => ids.Contains(row.Id))
            .Select(row => KeyValuePair.Create(row.Id, row.Name ?? row.UserName ?? row.Email ?? row.PhoneNumber)).ToListAsync(cancel);
        var roles = await db.Roles.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => KeyValuePair.Create(row.Id, row.Name)).ToListAsync(cancel);
        var groups = await db.Groups.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => KeyValuePair.Create(row.Id, (string?)row.Name)).ToListAsync(cancel);
        var keys = await db.AccessKeys.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => KeyValuePair.Create(row.Id, row.Remark)).ToListAsync(cancel);
        return users.Concat(roles).Concat(groups).Concat(keys).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
    }
}
