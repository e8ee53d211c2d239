using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Configuration;

/// <summary>
/// A user pool's configuration as a file: what an administrator has set, without people, their sessions, access keys and signing
/// keys. In a file that is applied, what is left out stays as it is, and nothing is removed.
/// </summary>
public sealed record PoolConfiguration
{
    public const int CurrentFormat = 1;

    /// <summary>The version of this shape.</summary>
    public required int Format { get; init; }

    public UserPoolConfiguration? UserPool { get; init; }

    public IReadOnlyList<RoleConfiguration> Roles { get; init; } = [];

    public IReadOnlyList<GroupConfiguration> Groups { get; init; } = [];

    public IReadOnlyList<ResourceConfiguration> Resources { get; init; } = [];

    public IReadOnlyList<ApplicationConfiguration> Applications { get; init; } = [];

    public IReadOnlyList<RuleConfiguration> Rules { get; init; } = [];
}

public sealed record UserPoolConfiguration
{
    public bool? SingleSignOn { get; init; }

    /// <summary>Characters that a new password needs at least.</summary>
    public int? PasswordMinLength { get; init; }

    /// <summary>In place of the present ones.</summary>
    public IReadOnlyList<ScopeConfiguration>? CustomScopes { get; init; }
}

/// <summary>A scope of the pool's own, and the claims that it releases.</summary>
public sealed record ScopeConfiguration(string Name, string? Description = null, IReadOnlyList<ClaimConfiguration>? Claims = null)
{
    internal static ScopeConfiguration Of(CustomScope scope) => new(scope.Name, scope.Description, [.. scope.Claims.Select(ClaimConfiguration.Of)]);

    internal CustomScope ToScope() => new(Name, Description, [.. (Claims ?? []).Select(claim => claim.ToClaim())]);
}

/// <summary>A claim of an application's or a scope's own: a fixed value, or a field of the user.</summary>
public sealed record ClaimConfiguration(string Name, string? Value = null, string? Field = null)
{
    internal static ClaimConfiguration Of(CustomClaim claim) => new(claim.Name, claim.Value, claim.Field);

    internal CustomClaim ToClaim() => new(Name, Value, Field);
}

public sealed record RoleConfiguration(string Name);

/// <param name="Name">Null: as the code.</param>
public sealed record GroupConfiguration(string Code, string? Name = null);

/// <param name="Actions">In place of the present ones.</param>
public sealed record ResourceConfiguration(string Code, ResourceType? Type = null, string? Description = null, IReadOnlyList<string>? Actions = null);

/// <summary>A permission rule about a role or a group. Those about people and programmatic access accounts are not configuration.</summary>
/// <param name="Resource">Its code.</param>
/// <param name="Id">One thing of the resource; null for all of them.</param>
/// <param name="Actions">Null: every action.</param>
public sealed record RuleConfiguration(string Resource, string? Role = null, string? Group = null, string? Id = null, IReadOnlyList<string>? Actions = null, bool Allow = true);

/// <summary>An entry of the application access control that speaks of a role or a group.</summary>
public sealed record AccessConfiguration(string? Role = null, string? Group = null, bool Allow = true, bool Enabled = true);

/// <summary>The OAuth 2.0 provider of an application.</summary>
/// <param name="Enabled">False switches it off, and what it issued is revoked.</param>
public sealed record OAuthConfiguration(
    bool Enabled, IReadOnlyList<string>? GrantTypes = null, string? IntrospectionAuthentication = null, string? RevocationAuthentication = null);
