using System.CommandLine;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Server.Commands;

/// <summary>How an application proves itself and what its tokens are, for making and for changing one. Null: as usual, or as it is.</summary>
internal static class TokenOptions
{
    public static Option<string> Authentication { get; } =
        CommonOptions.One<string>("--auth-method", "client_secret_post (default), client_secret_basic or none, where tokens are fetched.");

    public static Option<string> IntrospectionAuthentication { get; } =
        CommonOptions.One<string>("--introspection-auth-method", "Its own setting for validating a token; a new application has the one above.");

    public static Option<string> RevocationAuthentication { get; } =
        CommonOptions.One<string>("--revocation-auth-method", "Its own setting for revoking a token; a new application has the one above.");

    public static Option<SigningAlgorithm?> IdTokenAlgorithm { get; } =
        CommonOptions.One<SigningAlgorithm?>("--id-token-alg", "RS256 (default), ES256, or HS256 with the application's secret as key.");

    public static Option<SigningAlgorithm?> AccessTokenAlgorithm { get; } =
        CommonOptions.One<SigningAlgorithm?>("--access-token-alg", "RS256 (default) or ES256.");

    public static Option<AccessTokenFormat?> AccessTokenFormat { get; } =
        CommonOptions.One<AccessTokenFormat?>("--access-token-format", "jwt (default) or opaque: 40 characters that only introspection can read.");

    public static IReadOnlyList<Option> All { get; } =
        [Authentication, IntrospectionAuthentication, RevocationAuthentication, IdTokenAlgorithm, AccessTokenAlgorithm, AccessTokenFormat];
}
