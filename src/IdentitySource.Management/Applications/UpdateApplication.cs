using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Applications;

/// <summary>Changes an application's settings; what is null stays as it is.</summary>
public sealed class UpdateApplication(ApplicationChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, ApplicationSettings input, CancellationToken cancel) =>
        change.RunAsync<Guid>(actor, input.PoolId, input.Application, "application_updated", row =>
        {
            var before = ApplicationModes.Of(row);
            Alter(row, input);
            var faults = Check(row, before);
            return faults.Count > 0 ? faults : row.Id;
        }, cancel, detail: Reason(input), version: input.Version);

    private static Dictionary<string, object?>? Reason(ApplicationSettings input) =>
        input.Answers is { } reference ? new Dictionary<string, object?> { ["answers_refusal"] = reference } : null;

    /// <summary>Whether an application that is there may be so.</summary>
    internal static List<Fault> Check(ApplicationRow row, ApplicationModes before)
    {
        var faults = ApplicationRules.Check(row, before);
        if (row.ProtectedSecret is null && row.IdTokenAlgorithm == SigningAlgorithm.HS256)
        {
            faults.Add(new Fault("id_token_algorithm", "id_token_algorithm_without_secret", "The application has no secret yet: refresh it first."));
        }

        return faults;
    }

    internal static void Alter(ApplicationRow row, ApplicationSettings input)
    {
        row.Policy = Altered(row.Policy, input);
        row.Enabled = input.Enabled ?? row.Enabled;
        row.Name = input.Name?.Trim() ?? row.Name;
        row.RedirectUris = Edited(input.RedirectUris ?? row.RedirectUris, input.AddRedirectUris, input.RemoveRedirectUris);
        row.PostLogoutRedirectUris = Edited(input.PostLogoutRedirectUris ?? row.PostLogoutRedirectUris, [], []);
        row.AllowedOrigins = Edited(input.AllowedOrigins ?? row.AllowedOrigins, [], []);
        row.GrantTypes = [.. input.GrantTypes ?? row.GrantTypes];
        row.ResponseTypes = [.. input.ResponseTypes?.Select(ResponseType.Canonical) ?? row.ResponseTypes];
        row.AccessByDefault = input.AccessByDefault ?? row.AccessByDefault;
        row.TokenAuthentication = input.TokenAuthentication ?? row.TokenAuthentication;
        row.IntrospectionAuthentication = input.IntrospectionAuthentication ?? row.IntrospectionAuthentication;
        row.RevocationAuthentication = input.RevocationAuthentication ?? row.RevocationAuthentication;
        row.IdTokenAlgorithm = input.IdTokenAlgorithm ?? row.IdTokenAlgorithm;
        row.AccessTokenAlgorithm = input.AccessTokenAlgorithm ?? row.AccessTokenAlgorithm;
    }

    internal static ApplicationPolicy Altered(ApplicationPolicy policy, ApplicationSettings input) => policy with
    {
        AllowHttpImplicitCallback = input.AllowHttpImplicitCallback ?? policy.AllowHttpImplicitCallback,
        AccessTokenFormat = input.AccessTokenFormat ?? policy.AccessTokenFormat,
        SignOutReach = input.SignOutReach?.Invoke(policy.SignOutReach) ?? policy.SignOutReach,
        ClaimsFormat = input.ClaimsFormat ?? policy.ClaimsFormat,
        ShowConsent = input.ShowConsent ?? policy.ShowConsent,
        RequirePkce = input.RequirePkce ?? policy.RequirePkce,
        AllowOfflineAccessWithoutConsentPrompt = input.AllowOfflineAccessWithoutConsentPrompt ?? policy.AllowOfflineAccessWithoutConsentPrompt,
        RotateRefreshTokens = input.RotateRefreshTokens ?? policy.RotateRefreshTokens,
        CodeLifetime = input.CodeLifetime ?? policy.CodeLifetime,
        IdTokenLifetime = input.IdTokenLifetime ?? policy.IdTokenLifetime,
        AccessTokenLifetime = input.AccessTokenLifetime ?? policy.AccessTokenLifetime,
        RefreshTokenLifetime = input.RefreshTokenLifetime ?? policy.RefreshTokenLifetime,
        RefreshAbsoluteLifetime = input.RefreshAbsoluteLifetime ?? policy.RefreshAbsoluteLifetime,
        RefreshReuseWindow = input.RefreshReuseWindow ?? policy.RefreshReuseWindow,
    };

    private static List<string> Edited(IReadOnlyList<string> present, IReadOnlyList<string> added, IReadOnlyList<string> removed) =>
        [.. present.Where(uri => !removed.Contains(uri)), .. added.Except(present, StringComparer.Ordinal)];
}
