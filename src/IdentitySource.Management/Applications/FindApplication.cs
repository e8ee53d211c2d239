using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>One application with all its settings; never its secret.</summary>
public sealed class FindApplication(IDbContextFactory<IdentitySourceDb> contexts, TimeProvider clock)
{
    /// <param name="application">The client id, or the address.</param>
    /// <returns>Null when the pool has none of that name.</returns>
    public async Task<ApplicationDetail?> RunAsync(Guid poolId, string application, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await ApplicationChange.FindAsync(db, application, cancel) is { } row ? Detail(row) : null;
    }

    private ApplicationDetail Detail(ApplicationRow row) => new(row.Id, row.Name, row.Address, row.Type, row.Version)
    {
        Enabled = row.Enabled,
        AccessByDefault = row.AccessByDefault,
        RedirectUris = row.RedirectUris,
        PostLogoutRedirectUris = row.PostLogoutRedirectUris,
        AllowedOrigins = row.AllowedOrigins,
        GrantTypes = row.GrantTypes,
        ResponseTypes = row.ResponseTypes,
        TokenAuthentication = row.TokenAuthentication,
        IntrospectionAuthentication = row.IntrospectionAuthentication,
        RevocationAuthentication = row.RevocationAuthentication,
        IdTokenAlgorithm = row.IdTokenAlgorithm,
        AccessTokenAlgorithm = row.AccessTokenAlgorithm,
        Policy = row.Policy,
        NeedsSecret = ApplicationRules.NeedsSecret(row),
        HasSecret = row.ProtectedSecret is not null,
        PreviousSecretUntil = row.PreviousSecretUntil > clock.GetUtcNow() ? row.PreviousSecretUntil : null,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
    };
}

/// <param name="Version">Grows with each change; given back with one, it is refused when it is another by then.</param>
public sealed record ApplicationDetail(Guid Id, string Name, string Address, ApplicationType Type, long Version)
{
    public string ClientId => Id.ToString("N");

    public required bool Enabled { get; init; }

    /// <summary>Whether everybody may sign in whom no access entry speaks of.</summary>
    public required bool AccessByDefault { get; init; }

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

    public required ApplicationPolicy Policy { get; init; }

    /// <summary>Whether it proves itself with one somewhere.</summary>
    public required bool NeedsSecret { get; init; }

    public required bool HasSecret { get; init; }

    /// <summary>How long the secret before this one still proves the application; null when it does not.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
