using System.Text.Json;
using IdentitySource.Management.Events;
using IdentitySource.Protocol;

namespace IdentitySource.Management.Applications;

/// <summary>Which setting a refusal is about, by its reason. What cannot be put right by one, or should not be by one click, has none.</summary>
internal static class RefusalFixes
{
    /// <summary>What a trace has where a value was shortened: then it is not known what was sent.</summary>
    private const char Shortened = '…';

    /// <summary>Either proves the same secret. From or to <c>none</c> is another decision: who needs a secret at all.</summary>
    private static readonly string[] WithSecret = ["client_secret_post", "client_secret_basic"];

    private delegate IEnumerable<FixedSetting> Rule(Trace trace, ApplicationDetail application);

    private static readonly Dictionary<string, Rule> Rules = new(StringComparer.Ordinal)
    {
        ["redirect_uri_unregistered"] = (trace, application) => Added("redirect_uris", application.RedirectUris, trace["given"]),
        ["logout_uri_unregistered"] = (trace, application) => Added("post_logout_redirect_uris", application.PostLogoutRedirectUris, trace["given"]),
        ["response_type_not_allowed"] = ReturnType,
        ["grant_type_not_allowed"] = Mode,
        ["method_not_allowed_here"] = Method,
    };

    public static RefusalFix? Of(ListedEvent refusal, ApplicationDetail application, Guid poolId)
    {
        if (refusal is not { Reason: { } reason, Detail: { } detail } || !Rules.TryGetValue(reason, out var rule))
        {
            return null;
        }

        List<FixedSetting> changes = [.. rule(Trace.Read(detail), application).Where(change => !change.Before.SequenceEqual(change.After))];
        return changes.Count == 0 ? null : new RefusalFix(application, Settings(refusal, application, poolId, changes), changes);
    }

    private static IEnumerable<FixedSetting> Added(string name, IReadOnlyList<string> present, string? value) =>
        value is null || value.Contains(Shortened) || present.Contains(value) ? [] : [new FixedSetting(name, present, [.. present, value])];

    private static IEnumerable<FixedSetting> ReturnType(Trace trace, ApplicationDetail application) =>
        trace.IsOAuth || trace["given"] is not { } given ? [] : ReturnTypeTicks.Of(application, given);

    private static IEnumerable<FixedSetting> Mode(Trace trace, ApplicationDetail application)
    {
        if (trace.IsOAuth || trace["given"] is not { } given || !ProtocolCatalog.GrantTypes.Contains(given))
        {
            return [];
        }

        if (given == "refresh_token" && !application.GrantTypes.Any(ApplicationRules.GivesRefreshTokens))
        {
            return [];
        }

        // A mode and its return type are ticked together, or the rules of an application refuse the one without the other.
        var needsCode = given == "authorization_code" && !application.ResponseTypes.Any(type => new ResponseType(type).HasCode);
        return [FixedSetting.With("grant_types", application.GrantTypes, [given]), FixedSetting.With("response_types", application.ResponseTypes, needsCode ? ["code"] : [])];
    }

    private static IEnumerable<FixedSetting> Method(Trace trace, ApplicationDetail application)
    {
        (string Name, string Present)? setting = trace["endpoint"] switch
        {
            "token" => ("token_authentication", application.TokenAuthentication),
            "introspection" => ("introspection_authentication", application.IntrospectionAuthentication),
            "revocation" => ("revocation_authentication", application.RevocationAuthentication),
            _ => null,
        };
        return !trace.IsOAuth && setting is var (name, present) && WithSecret.Contains(present) && trace["method_given"] is { } given && WithSecret.Contains(given)
            ? [new FixedSetting(name, [present], [given])]
            : [];
    }

    private static ApplicationSettings Settings(ListedEvent refusal, ApplicationDetail application, Guid poolId, List<FixedSetting> changes)
    {
        return new ApplicationSettings
        {
            PoolId = poolId,
            Application = application.ClientId,
            Answers = refusal.Reference,
            RedirectUris = After("redirect_uris"),
            PostLogoutRedirectUris = After("post_logout_redirect_uris"),
            GrantTypes = After("grant_types"),
            ResponseTypes = After("response_types"),
            TokenAuthentication = After("token_authentication")?[0],
            IntrospectionAuthentication = After("introspection_authentication")?[0],
            RevocationAuthentication = After("revocation_authentication")?[0],
        };

        IReadOnlyList<string>? After(string name) => changes.Find(change => change.Name == name)?.After;
    }

    /// <summary>What the refusal wrote down, by name.</summary>
    private sealed record Trace(IReadOnlyDictionary<string, string> Values, bool IsOAuth)
    {
        public string? this[string name] => Values.GetValueOrDefault(name);

        public static Trace Read(string detail)
        {
            using var json = JsonDocument.Parse(detail);
            Dictionary<string, string> values = new(StringComparer.Ordinal);
            if (json.RootElement.TryGetProperty("evidence", out var evidence) && evidence.ValueKind == JsonValueKind.Array)
            {
                foreach (var line in evidence.EnumerateArray())
                {
                    values.TryAdd(line.GetProperty("name").GetString()!, line.GetProperty("value").GetString()!);
                }
            }

            // The settings of the other provider are its own.
            return new Trace(values, json.RootElement.TryGetProperty("provider", out var provider) && provider.ValueEquals("oauth"));
        }
    }
}
