using IdentitySource.Management.Configuration;

namespace IdentitySource.Server.Api;

/// <summary>For the reference: a body of each kind that is posted, with what it needs and a little more.</summary>
internal static class ApiExamples
{
    private static readonly Dictionary<Type, string> All = new()
    {
        [typeof(NewApplicationBody)] = """{"name":"Network Notes","address":"notes","type":"web","redirect_uris":["https://notes.example.com/callback"]}""",
        [typeof(ApplicationChangeBody)] = """{"name":"Notes","policy":{"show_consent":false}}""",
        [typeof(RefreshSecretBody)] = """{"grace_seconds":3600}""",
        [typeof(NewAccessKeyBody)] = """{"token_lifetime":600,"remark":"nightly export"}""",
        [typeof(AccessKeyChangeBody)] = """{"enabled":false}""",
        [typeof(NewUserBody)] = """{"email":"ann@example.com","name":"Ann Example"}""",
        [typeof(UserChangeBody)] = """{"nickname":"annie","custom_data":{"tier":"gold"}}""",
        [typeof(ResourceChangeBody)] = """{"description":"Books of the library"}""",
        [typeof(PoolChangeBody)] = """{"single_sign_on":true,"password_min_length":12}""",
        [typeof(RotateBody)] = """{"algorithm":"RS256"}""",
        [typeof(OAuthProviderBody)] = """{"grant_types":["authorization_code"]}""",
        [typeof(ClaimBody)] = """{"name":"tier","value":"gold"}""",
        [typeof(NewAccessEntryBody)] = """{"subject_kind":"user","subject":"ann@example.com","allow":true}""",
        [typeof(EnabledBody)] = """{"enabled":true}""",
        [typeof(UserStatusBody)] = """{"status":"suspended"}""",
        [typeof(UserVerifiedBody)] = """{"email_verified":false,"phone_verified":false}""",
        [typeof(PasswordBody)] = """{"password":"correct horse 42 staple"}""",
        [typeof(NewGroupBody)] = """{"code":"library"}""",
        [typeof(RenameBody)] = """{"name":"library"}""",
        [typeof(NewResourceBody)] = """{"code":"library"}""",
        [typeof(NewRuleBody)] = """{"subject_kind":"user","subject":"ann@example.com","resource":"library","allow":true}""",
        [typeof(ScopeBody)] = """{"name":"library","claims":[]}""",
        [typeof(NewPoolBody)] = """{"name":"Globex","slug":"globex"}""",
        [typeof(NewInvitationBody)] = """{"email":"vera@example.com","role":"viewer"}""",
        [typeof(RoleChangeBody)] = """{"was":"viewer","role":"administrator"}""",
        [typeof(PoolConfiguration)] = """{"format":1,"roles":[{"name":"editor"}]}""",
        [typeof(RemovalBody)] = """{"was":"viewer"}""",
    };

    public static string Of(Type type) => All.GetValueOrDefault(type, "{}");
}
