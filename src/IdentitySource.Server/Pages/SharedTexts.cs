namespace IdentitySource.Server.Pages;

/// <summary>Names the resource that holds the texts of all pages: <c>SharedTexts.resx</c> and one file for each further language.</summary>
public sealed class SharedTexts;
