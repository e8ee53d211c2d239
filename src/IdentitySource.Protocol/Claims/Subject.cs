namespace IdentitySource.Protocol.Claims;

/// <summary>The person a token speaks of: the profile of OIDC Core §5.1 and what else a scope may release. A snapshot of one read.</summary>
public sealed record Subject
{
    public required Guid Id { get; init; }

    /// <summary>False for a person who is blocked, suspended or deleted: nothing is issued or honoured then.</summary>
    public bool Active { get; init; } = true;

    public string? Username { get; init; }

    public string? Email { get; init; }

    public bool EmailVerified { get; init; }

    public string? PhoneNumber { get; init; }

    public bool PhoneNumberVerified { get; init; }

    public string? ExternalId { get; init; }

    public string? Name { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    public string? MiddleName { get; init; }

    public string? Nickname { get; init; }

    public string? PreferredUsername { get; init; }

    public string? Profile { get; init; }

    public string? Picture { get; init; }

    public string? Website { get; init; }

    /// <summary><c>M</c>, <c>F</c> or <c>U</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>ISO 8601, <c>YYYY-MM-DD</c>.</summary>
    public string? Birthdate { get; init; }

    public string? ZoneInfo { get; init; }

    public string? Locale { get; init; }

    public PostalAddress? Address { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The fields a user pool defines itself: one JSON object as text, or null.</summary>
    public string? ExtendedFields { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>OIDC Core §5.1.1.</summary>
public sealed record PostalAddress(string? Formatted, string? StreetAddress, string? Locality, string? Region, string? PostalCode, string? Country);
