using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol.Tokens;

/// <summary>Who signed an ID token: a key of the server, or the secret of the application that it was issued to (OIDC Core §10.1).</summary>
internal static class IdTokenSignature
{
    /// <summary>The application that a token says it was issued to, before anything is verified: to find out whose secret may have signed it.</summary>
    public static string? ClaimedClientId(string? token) => UnverifiedJws.Audience(token) is [var clientId] ? clientId : null;

    /// <summary>A secret is its application's own: whoever knows it must not speak for another application with it.</summary>
    /// <param name="application">Who may have signed with its secret, if that is how its ID tokens are signed.</param>
    public static VerifiedJws? Verify(string token, IReadOnlyList<SigningKey> keys, Application? application, out string? why)
    {
        if (Jws.Verify(token, keys, IdToken.Typ, out why) is { } verified)
        {
            return verified;
        }

        return application?.SigningSecret is { } secret && Jws.VerifyHs256(token, secret, IdToken.Typ, out why) is { } own
            && own.Audience is [var clientId] && clientId == application.ClientId
                ? own
                : null;
    }
}
