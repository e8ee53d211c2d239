namespace IdentitySource.Server.Pages.Console.Groups;

/// <summary>Names the texts of the pages about groups and roles.</summary>
public sealed class GroupsTexts;
