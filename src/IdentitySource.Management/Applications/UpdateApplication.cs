using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Management.Applications;

/// <summary>Changes an application's settings; what is null stays as it is.</summary>
public sealed class UpdateApplication(ApplicationChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, ApplicationSettings input, CancellationToken cancel) =>
        change.RunAsync<Guid>(actor, input.PoolId, input.Application, "application_updated", row =>
        {
            row.Enabled = input.Enabled ?? row.Enabled;
            row.Name = input.Name?.Trim() ?? row.Name;
            row.RedirectUris = Edited(input.RedirectUris ?? row.RedirectUris, input.AddRedirectUris, input.RemoveRedirectUris);
            row.PostLogoutRedirectUris = Edited(input.PostLogoutRedirectUris ?? row.PostLogoutRedirectUris, [], []);
            row.AllowedOrigins = Edited(input.AllowedOrigins ?? row.AllowedOrigins, [], []);
            row.GrantTypes = [.. input.GrantTypes ?? row.GrantTypes];
            row.ResponseTypes = [.. input.ResponseTypes?.Select(ResponseType.Canonical) ?? row.ResponseTypes];
            row.Policy = row.Policy with
            {
                AllowHttpImplicitCallback = input.AllowHttpImplicitCallback ?? row.Policy.AllowHttpImplicitCallback,
                AccessTokenFormat = input.AccessTokenFormat ?? row.Policy.AccessTokenFormat,
                SignOutReach = input.SignOutReach?.Invoke(row.Policy.SignOutReach) ?? row.Policy.SignOutReach,
            };
            row.AccessByDefault = input.AccessByDefault ?? row.AccessByDefault;
            row.TokenAuthentication = input.TokenAuthentication ?? row.TokenAuthentication;
            row.IntrospectionAuthentication = input.IntrospectionAuthentication ?? row.IntrospectionAuthentication;
            row.RevocationAuthentication = input.RevocationAuthentication ?? row.RevocationAuthentication;
            row.IdTokenAlgorithm = input.IdTokenAlgorithm ?? row.IdTokenAlgorithm;
            row.AccessTokenAlgorithm = input.AccessTokenAlgorithm ?? row.AccessTokenAlgorithm;
            var faults = ApplicationRules.Check(row);
            if (row.ProtectedSecret is null && row.IdTokenAlgorithm == SigningAlgorithm.HS256)
            {
                faults.Add(new Fault("id_token_algorithm", "id_token_algorithm_without_secret", "The application has no secret yet: refresh it first."));
            }

            return faults.Count > 0 ? faults : row.Id;
        }, cancel);

    private static List<string> Edited(IReadOnlyList<string> present, IReadOnlyList<string> added, IReadOnlyList<string> removed) =>
        [.. present.Where(uri => !removed.Contains(uri)), .. added.Except(present, StringComparer.Ordinal)];
}

public sealed record ApplicationSettings
{
    public required Guid PoolId { get; init; }

    /// <summary>The client id, or the address.</summary>
    public required string Application { get; init; }

    public bool? Enabled { get; init; }

    public string? Name { get; init; }

    /// <summary>In place of the present ones.</summary>
    public IReadOnlyList<string>? RedirectUris { get; init; }

    public IReadOnlyList<string> AddRedirectUris { get; init; } = [];

    public IReadOnlyList<string> RemoveRedirectUris { get; init; } = [];

    public IReadOnlyList<string>? PostLogoutRedirectUris { get; init; }

    public IReadOnlyList<string>? AllowedOrigins { get; init; }

    /// <summary>The authorization modes that are ticked from now on.</summary>
    public IReadOnlyList<string>? GrantTypes { get; init; }

    public IReadOnlyList<string>? ResponseTypes { get; init; }

    public bool? AllowHttpImplicitCallback { get; init; }

    /// <summary>Whether everybody may sign in whom no access entry speaks of.</summary>
    public bool? AccessByDefault { get; init; }

    /// <summary>At the token endpoint.</summary>
    public string? TokenAuthentication { get; init; }

    public string? IntrospectionAuthentication { get; init; }

    public string? RevocationAuthentication { get; init; }

    public SigningAlgorithm? IdTokenAlgorithm { get; init; }

    public SigningAlgorithm? AccessTokenAlgorithm { get; init; }

    public AccessTokenFormat? AccessTokenFormat { get; init; }

    /// <summary>From what it is to what it shall be.</summary>
    public Func<SignOutReach, SignOutReach>? SignOutReach { get; init; }
}
