namespace IdentitySource.Server.Pages.Console.UserPools;

/// <summary>Names the texts of the list of user pools.</summary>
public sealed class UserPoolsTexts;
