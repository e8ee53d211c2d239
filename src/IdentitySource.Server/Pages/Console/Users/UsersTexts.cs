namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>Names the texts of the pages about people.</summary>
public sealed class UsersTexts;
