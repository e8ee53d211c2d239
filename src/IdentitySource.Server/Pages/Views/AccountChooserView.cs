namespace IdentitySource.Server.Pages.Views;

/// <summary>Posts <c>account</c> (a <see cref="AccountChoice.Key"/>, or <c>other</c>) and <c>ticket</c>.</summary>
internal sealed record AccountChooserView
{
    public required string Action { get; init; }

    public required string Ticket { get; init; }

    public string? ApplicationName { get; init; }

    public required IReadOnlyList<AccountChoice> Accounts { get; init; }
}

/// <summary>A person who is signed in at this browser.</summary>
internal sealed record AccountChoice(string Key, AccountLine Account);

/// <summary>How a person is shown: never with more than they typed in themselves.</summary>
/// <param name="Identifier">E-mail, username or telephone number; equal to the name when there is no other.</param>
internal sealed record AccountLine(string Name, string Identifier)
{
    /// <summary>The first letter, as a reader sees letters: an emoji or an accented letter is not cut in half.</summary>
    public string Initial => Name.Length == 0 ? "?" : System.Globalization.StringInfo.GetNextTextElement(Name);
}
