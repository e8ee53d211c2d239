using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Users;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Subjects;

/// <summary>Whom a rule or an access entry speaks of, as an operator names them.</summary>
/// <param name="Text">The AK; a user's id, e-mail address, username or telephone number; a role's name; a group's code.</param>
public sealed record SubjectName(SubjectKind Kind, string Text);

internal static class SubjectLookup
{
    public static async Task<Outcome<Guid>> FindSubjectAsync(this IdentitySourceDb db, SubjectName name, CancellationToken cancel) => name.Kind switch
    {
        SubjectKind.AccessKey => Of((await AccessKeyChange.FindAsync(db, name.Text, cancel))?.Id, AccessKeyChange.Unknown(name.Text)),
        SubjectKind.User => Of((await UserChange.FindAsync(db, name.Text, cancel))?.Id, UserChange.Unknown(name.Text)),
        SubjectKind.Role => Of((await db.FindRoleAsync(name.Text, cancel))?.Id, new Fault("role", "role_unknown", $"This user pool has no role '{name.Text}'.")),
        _ => Of((await db.FindGroupAsync(name.Text, cancel))?.Id, new Fault("group", "group_unknown", $"This user pool has no group '{name.Text}'.")),
    };

    /// <summary>What cannot be a name is not asked for: no database stores every character.</summary>
    internal static Task<Role?> FindRoleAsync(this IdentitySourceDb db, string name, CancellationToken cancel)
    {
        var normalized = LookupNames.Of(name);
        return PermissionNames.IsName(name) ? db.Roles.SingleOrDefaultAsync(role => role.NormalizedName == normalized, cancel) : Task.FromResult<Role?>(null);
    }

    /// <inheritdoc cref="FindRoleAsync"/>
    internal static Task<Group?> FindGroupAsync(this IdentitySourceDb db, string code, CancellationToken cancel) =>
        PermissionNames.IsName(code) ? db.Groups.SingleOrDefaultAsync(group => group.Code == code, cancel) : Task.FromResult<Group?>(null);

    private static Outcome<Guid> Of(Guid? found, Fault otherwise) => found is { } id ? id : otherwise;
}
