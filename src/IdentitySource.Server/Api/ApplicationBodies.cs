using System.Globalization;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Api;

/// <summary>An application in a list.</summary>
internal sealed record ApplicationItem(
    string ClientId, string Name, string Address, ApplicationType Type, bool Enabled, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> GrantTypes,
    IReadOnlyList<string> ResponseTypes, DateTimeOffset CreatedAt)
{
    public static ApplicationItem Of(ListedApplication row) => new(
        row.ClientId, row.Name, row.Address, row.Type, row.Enabled, row.RedirectUris, row.GrantTypes, row.ResponseTypes, row.CreatedAt);
}

/// <summary>An application with all its settings; never its secret. Lifetimes are seconds.</summary>
internal sealed record ApplicationBody(string ClientId, string Name, string Address, string Issuer, ApplicationType Type, bool Enabled, long Version) : IVersioned
{
    public required IReadOnlyList<string> RedirectUris { get; init; }

    public required IReadOnlyList<string> PostLogoutRedirectUris { get; init; }

    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    public required IReadOnlyList<string> GrantTypes { get; init; }

    public required IReadOnlyList<string> ResponseTypes { get; init; }

    public required string TokenAuthentication { get; init; }

    public required string IntrospectionAuthentication { get; init; }

    public required string RevocationAuthentication { get; init; }

    public required SigningAlgorithm IdTokenAlgorithm { get; init; }

    public required SigningAlgorithm AccessTokenAlgorithm { get; init; }

    public required ApplicationPolicyBody Policy { get; init; }

    /// <summary>Null while it is off.</summary>
    public OAuthProviderBody? OauthProvider { get; init; }

    public required bool HasSecret { get; init; }

    public DateTimeOffset? PreviousSecretUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    string IVersioned.Tag => Version.ToString(CultureInfo.InvariantCulture);

    public static ApplicationBody Of(ApplicationDetail detail, AddressPlan plan) => new(
        detail.ClientId, detail.Name, detail.Address, AddressPlan.Issuer(plan.ApplicationAddress(detail.Address)), detail.Type, detail.Enabled, detail.Version)
    {
        RedirectUris = detail.RedirectUris,
        PostLogoutRedirectUris = detail.PostLogoutRedirectUris,
        AllowedOrigins = detail.AllowedOrigins,
        GrantTypes = detail.GrantTypes,
        ResponseTypes = detail.ResponseTypes,
        TokenAuthentication = detail.TokenAuthentication,
        IntrospectionAuthentication = detail.IntrospectionAuthentication,
        RevocationAuthentication = detail.RevocationAuthentication,
        IdTokenAlgorithm = detail.IdTokenAlgorithm,
        AccessTokenAlgorithm = detail.AccessTokenAlgorithm,
        Policy = ApplicationPolicyBody.Of(detail.Policy),
        OauthProvider = detail.Policy.OAuth is { } oauth ? OAuthProviderBody.Of(oauth) : null,
        HasSecret = detail.HasSecret,
        PreviousSecretUntil = detail.PreviousSecretUntil,
        CreatedAt = detail.CreatedAt,
        UpdatedAt = detail.UpdatedAt,
    };
}

/// <summary>An application to be made. What is left out follows from the type.</summary>
internal sealed record NewApplicationBody
{
    public required string Name { get; init; }

    /// <summary>A label: letters, digits and hyphens.</summary>
    public required string Address { get; init; }

    public ApplicationType Type { get; set; } = ApplicationType.Web;

    public IReadOnlyList<string> RedirectUris { get; set; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; set; } = [];

    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    public IReadOnlyList<string>? GrantTypes { get; init; }

    public IReadOnlyList<string>? ResponseTypes { get; init; }

    public string? TokenAuthentication { get; init; }

    public string? IntrospectionAuthentication { get; init; }

    public string? RevocationAuthentication { get; init; }

    public SigningAlgorithm IdTokenAlgorithm { get; set; } = SigningAlgorithm.RS256;

    public SigningAlgorithm AccessTokenAlgorithm { get; set; } = SigningAlgorithm.RS256;

    public bool ShowConsent { get; set; } = true;

    public NewApplication ToInput(Guid poolId) => new()
    {
        PoolId = poolId,
        Name = Name,
        Address = Address,
        Type = Type,
        RedirectUris = RedirectUris,
        PostLogoutRedirectUris = PostLogoutRedirectUris,
        AllowedOrigins = AllowedOrigins,
        GrantTypes = GrantTypes,
        ResponseTypes = ResponseTypes,
        TokenAuthentication = TokenAuthentication,
        IntrospectionAuthentication = IntrospectionAuthentication,
        RevocationAuthentication = RevocationAuthentication,
        IdTokenAlgorithm = IdTokenAlgorithm,
        AccessTokenAlgorithm = AccessTokenAlgorithm,
        Policy = new ApplicationPolicy { ShowConsent = ShowConsent },
    };
}

/// <summary>The secret is shown this once; null for an application that keeps none.</summary>
internal sealed record CreatedApplicationBody(string ClientId, string? ClientSecret, string Name, string Address, string Issuer);

internal sealed record RefreshSecretBody
{
    /// <summary>How long the old secret goes on; none if left out.</summary>
    public int? GraceSeconds { get; init; }
}

/// <summary>The secret is shown this once.</summary>
internal sealed record SecretBody(string ClientId, string ClientSecret, DateTimeOffset? PreviousSecretUntil);

/// <summary>Somebody who is signed in at an application.</summary>
internal sealed record SignedInItem(string Id, string User, string? Name, string? Email, DateTimeOffset Since, bool Offline)
{
    public static SignedInItem Of(SignedInEntry row) => new(row.Id.ToString("N"), row.UserId.ToString("N"), row.Name, row.Email, row.Since, row.Offline);
}
