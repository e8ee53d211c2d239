using System.Security.Cryptography;
using System.Text;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Configuration;

/// <summary>Applications with everything of theirs that is configuration.</summary>
public sealed class ReconcileApplications(CreateApplication create, ApplicationSecrets secrets)
{
    internal const string Noun = "application";

    /// <summary>Each gets keys of its own, which are dear to make.</summary>
    private const int MostNew = 500;

    internal async Task RunAsync(Reconciliation work, PoolConfiguration wanted, Subjects subjects, CancellationToken cancel)
    {
        var rows = await work.Db.Applications.ToDictionaryAsync(row => row.Address, cancel);
        var names = wanted.Applications.Select(each => AddressRules.Normalize(each.Address)).ToList();
        work.Unmentioned.AddRange(rows.Keys.Except(names).Select(address => $"application {address}"));
        work.RefuseRepeated("applications", names);
        work.RefuseRepeated("applications", wanted.Applications.Select(each => each.ClientId).OfType<string>());
        if (names.Count(name => !rows.ContainsKey(name)) > MostNew)
        {
            work.Faults.Add(new Fault("applications", "configuration_too_many_applications", $"A file brings {MostNew} new applications at most: split it.") { Values = [MostNew] });
            return;
        }

        foreach (var each in wanted.Applications)
        {
            var path = $"applications[{each.Address}]";
            var row = rows.TryGetValue(AddressRules.Normalize(each.Address), out var found) ? Alter(work, path, found, each) : await AddAsync(work, path, each, cancel);
            if (row is not null)
            {
                work.Touched.Add(row.Id);
                await ReconcileAccess.RunAsync(work, path, row, each.Access, subjects, cancel);
            }
        }
    }

    private async Task<ApplicationRow?> AddAsync(Reconciliation work, string path, ApplicationConfiguration wanted, CancellationToken cancel)
    {
        Guid? id = null;
        if (wanted.ClientId is { } text)
        {
            if (!Guid.TryParseExact(text, "N", out var parsed))
            {
                work.Faults.Add(new Fault($"{path}.client_id", "client_id_malformed", "A client id has 32 hexadecimal digits."));
                return null;
            }

            id = parsed;
        }

        if ((await create.AddAsync(work.Db, work.Actor, NewOf(work.Db.PoolId, id, wanted), work.KeysFor, cancel)).Refused(out var faults, out var created))
        {
            work.Refuse(path, faults);
            return null;
        }

        work.Create(Noun, created.Address);
        return work.Db.Applications.Local.Single(row => row.Id == created.Id);
    }

    private static NewApplication NewOf(Guid poolId, Guid? id, ApplicationConfiguration wanted)
    {
        NewApplication plain = new() { PoolId = poolId, Id = id, Secret = wanted.Secret, Name = wanted.Name ?? "", Address = wanted.Address };
        return plain with
        {
            Type = wanted.Type ?? plain.Type,
            Enabled = wanted.Enabled ?? true,
            RedirectUris = wanted.RedirectUris ?? [],
            PostLogoutRedirectUris = wanted.PostLogoutRedirectUris ?? [],
            AllowedOrigins = wanted.AllowedOrigins ?? [],
            GrantTypes = wanted.GrantTypes,
            ResponseTypes = wanted.ResponseTypes,
            TokenAuthentication = wanted.TokenAuthentication,
            IntrospectionAuthentication = wanted.IntrospectionAuthentication,
            RevocationAuthentication = wanted.RevocationAuthentication,
            IdTokenAlgorithm = wanted.IdTokenAlgorithm ?? plain.IdTokenAlgorithm,
            AccessTokenAlgorithm = wanted.AccessTokenAlgorithm ?? plain.AccessTokenAlgorithm,
            AccessByDefault = wanted.AccessByDefault ?? true,
            Policy = PolicyOf(UpdateApplication.Altered(plain.Policy, SettingsOf(poolId, wanted)), wanted),
        };
    }

    private ApplicationRow? Alter(Reconciliation work, string path, ApplicationRow row, ApplicationConfiguration wanted)
    {
        var before = ApplicationDifference.SettingsOf(row);
        var (policy, modes) = (row.Policy, ApplicationModes.Of(row));
        UpdateApplication.Alter(row, SettingsOf(work.Db.PoolId, wanted));
        row.Policy = PolicyOf(row.Policy, wanted);
        List<Fault> faults = [.. UpdateApplication.Check(row, modes), .. Fixed(row, wanted)];
        var differences = ApplicationDifference.Between(before, ApplicationDifference.SettingsOf(row))
            .ToDictionary(each => each.Setting, each => new SettingDifference(each.Before, each.After));
        if (faults.Count > 0)
        {
            work.Refuse(path, faults);
            return null;
        }

        if (!policy.CustomClaims.SequenceEqual(row.Policy.CustomClaims))
        {
            // The audit trail names claims and not their values, which may be nobody else's business.
            differences.TryAdd("custom_claims", new(before["custom_claims"], before["custom_claims"]));
        }

        if (differences.Count == 0)
        {
            return row;
        }

        row.Version++;
        row.UpdatedAt = work.Now;
        work.Update(Noun, row.Address, differences);
        work.Record("application_updated", ApplicationDifference.Detail(null, before, row), row.Id);
        if ((policy.OAuth is null) != (row.Policy.OAuth is null))
        {
            work.Afterwards(cancel => SetOAuthProvider.RevokeIssuedAsync(work.Db, row, work.Now, cancel));
        }

        return row;
    }

    /// <summary>What cannot be another than it is.</summary>
    private IEnumerable<Fault> Fixed(ApplicationRow row, ApplicationConfiguration wanted)
    {
        if (wanted.ClientId is { } id && id != row.Id.ToString("N"))
        {
            yield return new Fault("client_id", "client_id_differs", $"The application has the client id '{row.Id:N}', which cannot be changed.") { Values = [row.Id.ToString("N", System.Globalization.CultureInfo.InvariantCulture)] };
        }

        if (wanted.Type is { } type && type != row.Type)
        {
            yield return new Fault("type", "application_type_differs", $"The application is of the type {row.Type.ToString().ToLowerInvariant()}, which cannot be changed.") { Values = [row.Type.ToString().ToLowerInvariant()] };
        }

        if (wanted.Secret is { } secret && !IsSecretOf(row, secret))
        {
            yield return new Fault("secret", "secret_differs", "The application has another secret. A file does not change secrets: refresh it instead.");
        }
    }

    private bool IsSecretOf(ApplicationRow row, string secret) =>
        secrets.Read(row) is { } known && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(secret));

    private static ApplicationPolicy PolicyOf(ApplicationPolicy policy, ApplicationConfiguration wanted) => policy with
    {
        CustomClaims = wanted.CustomClaims is { } claims ? [.. claims.Select(claim => claim.ToClaim())] : policy.CustomClaims,
        OAuth = wanted.OAuth switch
        {
            null => policy.OAuth,
            { Enabled: false } => null,
            { } oauth => OAuthOf(policy.OAuth ?? new OAuthProvider(), oauth),
        },
    };

    private static OAuthProvider OAuthOf(OAuthProvider provider, OAuthConfiguration wanted) => provider with
    {
        GrantTypes = wanted.GrantTypes ?? provider.GrantTypes,
        IntrospectionAuthentication = wanted.IntrospectionAuthentication ?? provider.IntrospectionAuthentication,
        RevocationAuthentication = wanted.RevocationAuthentication ?? provider.RevocationAuthentication,
    };

    private static ApplicationSettings SettingsOf(Guid poolId, ApplicationConfiguration wanted) => new()
    {
        PoolId = poolId,
        Application = wanted.Address,
        Enabled = wanted.Enabled,
        Name = wanted.Name,
        RedirectUris = wanted.RedirectUris,
        PostLogoutRedirectUris = wanted.PostLogoutRedirectUris,
        AllowedOrigins = wanted.AllowedOrigins,
        GrantTypes = wanted.GrantTypes,
        ResponseTypes = wanted.ResponseTypes,
        AllowHttpImplicitCallback = wanted.AllowHttpImplicitCallback,
        AccessByDefault = wanted.AccessByDefault,
        SignOutReach = reach => reach with
        {
            AllDevices = wanted.SignOutAllDevices ?? reach.AllDevices,
            AllApplications = wanted.SignOutAllApplications ?? reach.AllApplications,
        },
        TokenAuthentication = wanted.TokenAuthentication,
        IntrospectionAuthentication = wanted.IntrospectionAuthentication,
        RevocationAuthentication = wanted.RevocationAuthentication,
        IdTokenAlgorithm = wanted.IdTokenAlgorithm,
        AccessTokenAlgorithm = wanted.AccessTokenAlgorithm,
        AccessTokenFormat = wanted.AccessTokenFormat,
        ClaimsFormat = wanted.ClaimsFormat,
        ShowConsent = wanted.ShowConsent,
        RequirePkce = wanted.RequirePkce,
        AllowOfflineAccessWithoutConsentPrompt = wanted.AllowOfflineAccessWithoutConsentPrompt,
        RotateRefreshTokens = wanted.RotateRefreshTokens,
        CodeLifetime = Seconds(wanted.CodeLifetime),
        IdTokenLifetime = Seconds(wanted.IdTokenLifetime),
        AccessTokenLifetime = Seconds(wanted.AccessTokenLifetime),
        RefreshTokenLifetime = Seconds(wanted.RefreshTokenLifetime),
        RefreshAbsoluteLifetime = Seconds(wanted.RefreshAbsoluteLifetime),
        RefreshReuseWindow = Seconds(wanted.RefreshReuseWindow),
    };

    private static TimeSpan? Seconds(int? value) => value is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
