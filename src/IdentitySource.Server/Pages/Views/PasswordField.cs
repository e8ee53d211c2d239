namespace IdentitySource.Server.Pages.Views;

/// <summary>The password field of a form, with its toggle.</summary>
/// <param name="Autocomplete">Tells the password store of the browser what the field is for: <c>current-password</c> or <c>new-password</c>.</param>
internal sealed record PasswordField(string Autocomplete)
{
    public int? Shortest { get; init; }

    public string? Hint { get; init; }

    public string? Error { get; init; }

    /// <summary>Marks the field as wrong; <see cref="Error"/>, or a message above the form, says why.</summary>
    public bool Wrong { get; init; }

    public bool Focus { get; init; }

    /// <summary>The id of a message above the form that belongs to this field.</summary>
    public string? Message { get; init; }

    public string? DescribedBy => string.Join(' ', new[] { Message, Error is null ? null : "password-error", Hint is null ? null : "password-hint" }.OfType<string>()) is { Length: > 0 } ids
        ? ids
        : null;
}
