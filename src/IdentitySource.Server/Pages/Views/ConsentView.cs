namespace IdentitySource.Server.Pages.Views;

/// <summary>What an application asks for. Posts <c>decision</c> (<c>allow</c> or <c>deny</c>), <c>version</c> and <c>ticket</c>.</summary>
internal sealed record ConsentView
{
    public required string Action { get; init; }

    public required string Ticket { get; init; }

    /// <summary>What the person saw: when the application has changed since, the page is shown again.</summary>
    public required string Version { get; init; }

    public required string ApplicationName { get; init; }

    public required AccountLine Account { get; init; }

    public required IReadOnlyList<ConsentScope> Scopes { get; init; }

    public IReadOnlyList<ConsentClaim> Claims { get; init; } = [];

    /// <summary>Host of the verified redirect URI: where the answer goes.</summary>
    public required string ReturnHost { get; init; }
}

/// <param name="Values">What this person's account holds for the scope, as text; empty where it is not a value or there is none.</param>
internal sealed record ConsentScope(string Scope, IReadOnlyList<string> Values)
{
    /// <summary>The words of the pool for a scope of its own; they are in no language of ours.</summary>
    public string? Description { get; init; }

    public string Icon => Scope switch
    {
        "openid" => "key-round",
        "profile" => "id-card",
        "email" => "mail",
        "phone" => "phone",
        "address" => "map-pin",
        "username" => "user",
        "roles" => "badge-check",
        "external_id" => "tag",
        "extended_fields" => "file-text",
        "offline_access" => "refresh-cw",
        _ => "shield-check",
    };
}

/// <summary>A single claim asked for by name (OIDC Core §5.5).</summary>
/// <param name="Value">What would be shared, or null when the account has none.</param>
internal sealed record ConsentClaim(string Claim, string? Value);
