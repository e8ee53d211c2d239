using System.Collections.Frozen;

namespace IdentitySource.Management.ApiKeys;

/// <summary>
/// What a key of the management API can be good for. None of them lets a key make keys, owners or operators, or touch a person who has
/// a role in the console: whoever has one cannot give themselves more.
/// </summary>
public static class ApiScopes
{
    public const string ApplicationsRead = "applications:read";
    public const string ApplicationsWrite = "applications:write";
    public const string UsersRead = "users:read";
    public const string UsersWrite = "users:write";
    public const string GroupsRead = "groups:read";
    public const string GroupsWrite = "groups:write";
    public const string ResourcesRead = "resources:read";
    public const string ResourcesWrite = "resources:write";
    public const string PoolRead = "pool:read";
    public const string PoolWrite = "pool:write";
    public const string KeysRead = "keys:read";
    public const string KeysWrite = "keys:write";
    public const string AdministratorsRead = "administrators:read";
    public const string AdministratorsWrite = "administrators:write";
    public const string EventsRead = "events:read";
    public const string ConfigurationRead = "configuration:read";
    public const string ConfigurationWrite = "configuration:write";
    public const string ConfigurationSecrets = "configuration:secrets";
    public const string UserPoolsRead = "user-pools:read";
    public const string UserPoolsWrite = "user-pools:write";

    /// <summary>In the order in which they are shown, and what each allows.</summary>
    public static IReadOnlyList<ApiScope> All { get; } =
    [
        new(ApplicationsRead, "Read applications, their claims, access keys and who may sign in. Never a secret."),
        new(ApplicationsWrite, "Create, change and delete applications; renew their secrets and access keys; say who may sign in."),
        new(UsersRead, "Read users, their sessions and consents."),
        new(UsersWrite, "Create, change, block and delete users; set passwords; end sessions and consents. Nobody who has a role in the console."),
        new(GroupsRead, "Read groups, roles and who is in them."),
        new(GroupsWrite, "Create, change and delete groups and roles, and change who is in them."),
        new(ResourcesRead, "Read resources and rules."),
        new(ResourcesWrite, "Create, change and delete resources and rules."),
        new(PoolRead, "Read the user pool's settings and its own scopes."),
        new(PoolWrite, "Change the user pool's settings and its own scopes."),
        new(KeysRead, "List signing keys. Never a private key."),
        new(KeysWrite, "Rotate signing keys."),
        new(AdministratorsRead, "List administrators and invitations."),
        new(AdministratorsWrite, "Invite administrators and viewers, change and take away their roles. Not those of owners and operators."),
        new(EventsRead, "Read the log and the audit trail."),
        new(ConfigurationRead, "Export the configuration as one file: applications, roles, groups, resources and rules. Never a secret."),
        new(ConfigurationWrite, "Apply a configuration file, which creates and changes what it speaks of."),
        new(ConfigurationSecrets, "Export the configuration with the secrets of applications in clear."),
        new(UserPoolsRead, "List the user pools of the deployment. For keys of the operators' pool.", OfOperators: true),
        new(UserPoolsWrite, "Create user pools. For keys of the operators' pool.", OfOperators: true),
    ];

    private static readonly FrozenDictionary<string, ApiScope> ByName = All.ToFrozenDictionary(scope => scope.Name, StringComparer.Ordinal);

    public static ApiScope? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Those that a key of the pool can have.</summary>
    public static IReadOnlyList<ApiScope> Of(bool operatorsPool) => operatorsPool ? All : [.. All.Where(scope => !scope.OfOperators)];
}

/// <param name="OfOperators">About the deployment, which only the operators' pool may be given.</param>
public sealed record ApiScope(string Name, string Description, bool OfOperators = false);
