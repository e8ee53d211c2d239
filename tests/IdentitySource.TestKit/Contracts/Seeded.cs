using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.TestKit.Contracts;

/// <summary>A fresh user pool with what a stored grant depends on. All times are whole seconds.</summary>
public sealed record Seeded
{
    /// <summary>Of the person's credentials, as long as nobody changes them.</summary>
    public const string Stamp = "stamp";

    public required Guid PoolId { get; init; }

    public required Guid ServerId { get; init; }

    public required Guid ApplicationId { get; init; }

    /// <summary>A second application of the same pool.</summary>
    public required Guid OtherApplicationId { get; init; }

    /// <summary>A programmatic access account of the application.</summary>
    public required Guid AccessKeyId { get; init; }

    /// <summary>The person as every read must return them.</summary>
    public required Subject Subject { get; init; }

    /// <summary>The person is signed in here.</summary>
    public required Session Session { get; init; }

    /// <summary>SHA-256 of the session's handle.</summary>
    public required byte[] SessionHash { get; init; }

    /// <summary>When the session ends by itself, if nothing prolongs it.</summary>
    public required DateTimeOffset SessionEndsAt { get; init; }

    /// <summary>A moment at which everything above is alive.</summary>
    public DateTimeOffset Now => Session.AuthenticatedAt.AddMinutes(5);
}
