using IdentitySource.Management.Users;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>What can be done about a person's way in.</summary>
public sealed record UserAccess(SetPassword Password, RemovePassword NoPassword, SetVerified Verified, SetUserStatus Status, BlockUser Block, UnblockUser Unblock);
