using IdentitySource.Management.Subjects;

namespace IdentitySource.Server.Pages.Console.Groups;

/// <summary>The people of a group or role, as they are shown.</summary>
/// <param name="Users">The address of the list of people.</param>
public sealed record MemberList(MemberPage People, string Users, bool MayWrite);
