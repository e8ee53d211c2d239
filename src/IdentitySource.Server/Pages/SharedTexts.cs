using System.Diagnostics.CodeAnalysis;

namespace IdentitySource.Server.Pages;

/// <summary>Names the resource that holds the texts of all pages: <c>SharedTexts.resx</c> and one file for each further language.</summary>
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "Only its name is used, by the localizer.")]
internal sealed class SharedTexts;
