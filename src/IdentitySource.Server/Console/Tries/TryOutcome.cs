using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Token;
using IdentitySource.Server.Console.Inspection;

namespace IdentitySource.Server.Console.Tries;

/// <summary>Every step of a tried sign-in. It holds tokens: it is shown once, in the answer to the request that made it, and kept nowhere.</summary>
/// <param name="Answer">What the application was sent.</param>
public sealed record TryOutcome(PendingTry Pending, IReadOnlyDictionary<string, string> Answer)
{
    /// <summary>The token request as curl; null where no code came.</summary>
    public string? Exchange { get; init; }

    public string? ExchangeAnswer { get; init; }

    public ProtocolError? ExchangeRefusal { get; init; }

    public TokenResponse? Issued { get; init; }

    public IReadOnlyList<TriedToken> Tokens { get; init; } = [];

    public IReadOnlyList<TryCheck> Checks { get; init; } = [];

    public string? UserInfo { get; init; }

    public ProtocolError? UserInfoRefusal { get; init; }

    /// <summary>Never what it holds.</summary>
    public override string ToString() => nameof(TryOutcome);
}

/// <param name="Way"><c>Front</c> through the browser, <c>Back</c> from the token endpoint.</param>
public sealed record TriedToken(string Way, Inspection.Inspection Inspection);
