using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Permissions;

namespace IdentitySource.Protocol.Tokens;

/// <summary>An access token that is good now, whatever its format.</summary>
public abstract record LiveAccessToken
{
    private LiveAccessToken()
    {
    }

    /// <summary>The <c>jti</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The application, or the AK of a machine.</summary>
    public required string ClientId { get; init; }

    /// <summary>The token's own; what it came from may hold more.</summary>
    public required Scopes Scopes { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long IssuedAt { get; init; }

    public required long ExpiresAt { get; init; }

    /// <summary>Whose token it is: the application that may ask about it.</summary>
    public abstract Guid ApplicationId { get; }

    /// <summary>Null for a machine, which speaks of nobody.</summary>
    public abstract Guid? SubjectId { get; }

    /// <summary>The claims of the JWT that it is, or would be: the members without the braces.</summary>
    public abstract void WriteClaims(Utf8JsonWriter json, string issuer);

    /// <param name="Application">Whose token it is, as the server sees it.</param>
    public sealed record OfPerson(Grant Grant, Application Application) : LiveAccessToken
    {
        public override Guid ApplicationId => Grant.Authorization.ApplicationId;

        public override Guid? SubjectId => Grant.Authorization.SubjectId;

        public override void WriteClaims(Utf8JsonWriter json, string issuer)
        {
            AccessToken jwt = new()
            {
                Id = Id,
                AuthorizationId = Grant.Authorization.Id,
                Subject = Grant.Authorization.SubjectId.ToString("N"),
                ClientId = ClientId,
                Scopes = Scopes,
                IssuedAt = IssuedAt,
                ExpiresAt = ExpiresAt,
            };
            AccessToken.WriteClaims(json, jwt, issuer);
        }
    }

    public sealed record OfMachine(AccessKey Key) : LiveAccessToken
    {
        public override Guid ApplicationId => Key.ApplicationId;

        public override Guid? SubjectId => null;

        public override void WriteClaims(Utf8JsonWriter json, string issuer)
        {
            MachineToken jwt = new()
            {
                Id = Id,
                AccessKey = ClientId,
                Application = Key.ApplicationId.ToString("N"),
                Scopes = Scopes,
                IssuedAt = IssuedAt,
                ExpiresAt = ExpiresAt,
            };
            MachineToken.WriteClaims(json, jwt, issuer);
        }
    }
}
