using System.Text.Json;
using System.Text.Json.Serialization;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Configuration;
using IdentitySource.Management.Keys;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Server.Api;

/// <summary>
/// Everything that the management API reads and writes, as generated code: what is not listed here is not in the API. Names in snake
/// case, nothing unknown, nothing twice, no null where a value belongs. A member with a default is settable: generated code would
/// overwrite that of one that is only initialised.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, MaxDepth = 16,
    Converters =
    [
        typeof(SnakeCase<ApplicationType>), typeof(SnakeCase<AccessTokenFormat>), typeof(SnakeCase<ClaimsFormat>), typeof(ByName<SigningAlgorithm>),
        typeof(SnakeCase<UserStatus>), typeof(SnakeCase<SubjectKind>), typeof(SnakeCase<ResourceType>), typeof(SnakeCase<ConsoleRole>), typeof(SnakeCase<KeyState>),
    ])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(ApiPage<ApplicationItem>))]
[JsonSerializable(typeof(ApplicationBody))]
[JsonSerializable(typeof(NewApplicationBody))]
[JsonSerializable(typeof(CreatedApplicationBody))]
[JsonSerializable(typeof(ApplicationChangeBody))]
[JsonSerializable(typeof(RefreshSecretBody))]
[JsonSerializable(typeof(SecretBody))]
[JsonSerializable(typeof(ApiPage<SignedInItem>))]
[JsonSerializable(typeof(ApiPage<UserItem>))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(NewUserBody))]
[JsonSerializable(typeof(UserChangeBody))]
[JsonSerializable(typeof(UserStatusBody))]
[JsonSerializable(typeof(UserVerifiedBody))]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(ApiPage<SessionItem>))]
[JsonSerializable(typeof(ApiPage<ConsentItem>))]
[JsonSerializable(typeof(ApiPage<GroupLink>))]
[JsonSerializable(typeof(ApiPage<RoleLink>))]
[JsonSerializable(typeof(ApiPage<GroupItem>))]
[JsonSerializable(typeof(GroupLink))]
[JsonSerializable(typeof(NewGroupBody))]
[JsonSerializable(typeof(RenameBody))]
[JsonSerializable(typeof(ApiPage<MemberItem>))]
[JsonSerializable(typeof(ApiPage<RoleItem>))]
[JsonSerializable(typeof(RoleLink))]
[JsonSerializable(typeof(ApiPage<AccessKeyItem>))]
[JsonSerializable(typeof(NewAccessKeyBody))]
[JsonSerializable(typeof(IssuedAccessKeyBody))]
[JsonSerializable(typeof(AccessKeyChangeBody))]
[JsonSerializable(typeof(OAuthProviderBody))]
[JsonSerializable(typeof(ApiPage<ClaimBody>))]
[JsonSerializable(typeof(ClaimBody))]
[JsonSerializable(typeof(AccessBody))]
[JsonSerializable(typeof(NewAccessEntryBody))]
[JsonSerializable(typeof(EnabledBody))]
[JsonSerializable(typeof(MadeBody))]
[JsonSerializable(typeof(ApiPage<ResourceItem>))]
[JsonSerializable(typeof(NewResourceBody))]
[JsonSerializable(typeof(ResourceChangeBody))]
[JsonSerializable(typeof(ApiPage<RuleItem>))]
[JsonSerializable(typeof(NewRuleBody))]
[JsonSerializable(typeof(PoolBody))]
[JsonSerializable(typeof(PoolChangeBody))]
[JsonSerializable(typeof(ApiPage<ScopeBody>))]
[JsonSerializable(typeof(ScopeBody))]
[JsonSerializable(typeof(ApiPage<SigningKeyItem>))]
[JsonSerializable(typeof(RotateBody))]
[JsonSerializable(typeof(ApiPage<RotatedItem>))]
[JsonSerializable(typeof(ApiPage<PoolItem>))]
[JsonSerializable(typeof(PoolItem))]
[JsonSerializable(typeof(NewPoolBody))]
[JsonSerializable(typeof(ApiPage<AdministratorItem>))]
[JsonSerializable(typeof(ApiPage<InvitationItem>))]
[JsonSerializable(typeof(NewInvitationBody))]
[JsonSerializable(typeof(InvitationBody))]
[JsonSerializable(typeof(RoleChangeBody))]
[JsonSerializable(typeof(RemovalBody))]
[JsonSerializable(typeof(ApiPage<EventItem>))]
[JsonSerializable(typeof(PoolConfiguration))]
[JsonSerializable(typeof(ConfigurationPlanBody))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary><c>client_secret_post</c>, and never a number.</summary>
internal sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary><c>RS256</c>, as its specification writes it.</summary>
internal sealed class ByName<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
