using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Management.Applications;

/// <summary>What a developer says of an application to be made. What is left null follows from the type.</summary>
public sealed record NewApplication
{
    public required Guid PoolId { get; init; }

    /// <summary>The client id of another deployment, to be kept. Null: a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The secret of another deployment, in clear, to be kept. Null: a new one, if it needs one.</summary>
    public string? Secret { get; init; }

    public required string Name { get; init; }

    public required string Address { get; init; }

    public ApplicationType Type { get; init; } = ApplicationType.Web;

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public IReadOnlyList<string>? GrantTypes { get; init; }

    public IReadOnlyList<string>? ResponseTypes { get; init; }

    /// <summary>How it proves itself at the token endpoint.</summary>
    public string? TokenAuthentication { get; init; }

    /// <summary>Null: as at the token endpoint.</summary>
    public string? IntrospectionAuthentication { get; init; }

    /// <summary>Null: as at the token endpoint.</summary>
    public string? RevocationAuthentication { get; init; }

    public SigningAlgorithm IdTokenAlgorithm { get; init; } = SigningAlgorithm.RS256;

    public SigningAlgorithm AccessTokenAlgorithm { get; init; } = SigningAlgorithm.RS256;

    public bool Enabled { get; init; } = true;

    /// <summary>Whether everybody may sign in whom no access entry speaks of.</summary>
    public bool AccessByDefault { get; init; } = true;

    public ApplicationPolicy Policy { get; init; } = new();

    /// <summary>Never the secret.</summary>
    public override string ToString() => Address;
}

/// <param name="Secret">In clear, this once; null for an application that keeps none.</param>
public sealed record CreatedApplication(Guid Id, string Name, string Address, string? Secret)
{
    public string ClientId => Id.ToString("N");

    /// <summary>How long the secret before this one still proves the application; null when it does not.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => ClientId;
}
