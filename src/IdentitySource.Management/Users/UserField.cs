using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Users;

/// <summary>One thing about a person that can be written down.</summary>
/// <param name="Name">In forms, files and the API.</param>
/// <param name="Write">Stores a text that <see cref="UserFieldRules"/> has let through; null empties it.</param>
public sealed record UserField(string Name, UserFieldForm Form, Func<User, string?> Read, Action<User, string?> Write);

/// <summary>What a field's text looks like.</summary>
public enum UserFieldForm
{
    Line,
    Lines,
    Username,
    Email,
    Phone,
    Link,
    Gender,
    Date,
    Zone,
    Language,
    JsonObject,
}
