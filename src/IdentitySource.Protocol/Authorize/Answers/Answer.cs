using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Authorize.Answers;

/// <summary>An answer in the making: what was granted to whom, and the parameters so far.</summary>
public sealed class Answer(AuthorizeRequest request, Session session)
{
    public AuthorizeRequest Request { get; } = request;

    /// <summary>What every part of the answer points at.</summary>
    public Authorization Authorization { get; } = new()
    {
        Id = Guid.CreateVersion7(request.Now),
        PoolId = request.Server.PoolId,
        ServerId = request.Server.Id,
        ApplicationId = request.Application.Id,
        SubjectId = session.SubjectId,
        SessionId = session.Id,
        Scopes = request.Scopes,
        RejectedScopes = request.RejectedScopes,
        Claims = request.Claims,
        AuthenticatedAt = session.AuthenticatedAt,
        Methods = session.Methods,
        Nonce = request.Nonce,
        CreatedAt = request.Now,
        Offline = request.Offline,
        ExpiresAt = LastBreath(request),
    };

    /// <summary>For a response type with one.</summary>
    public IssuedCode? Code { get; } = request.ResponseType is { HasCode: true } ? IssuedCode.For(request) : null;

    /// <summary>The authorization as the store holds it, with the person; null where nothing but a code goes out.</summary>
    public Grant? Grant { get; set; }

    public List<KeyValuePair<string, string>> Parameters { get; } = [];

    public void Add(string name, string value) => Parameters.Add(new(name, value));

    /// <summary>What an earlier part has added, if it did.</summary>
    public string? Find(string name) => Parameters.Find(each => each.Key == name).Value;

    /// <summary>The end of an access token that is bought at the last moment; without a code there is no later moment.</summary>
    private static DateTimeOffset LastBreath(AuthorizeRequest request)
    {
        var policy = request.Application.Policy;
        var buying = request.ResponseType is not { HasCode: true } ? TimeSpan.Zero
            : request.Offline ? policy.RefreshAbsoluteLifetime : policy.CodeLifetime;
        return request.Now + buying + policy.AccessTokenLifetime;
    }
}

/// <summary>A code as the application gets it, and as it is stored.</summary>
public sealed record IssuedCode(TokenHandle Handle, AuthorizationCode Stored)
{
    public static IssuedCode For(AuthorizeRequest request)
    {
        var handle = TokenHandle.New();
        var end = request.Now + request.Application.Policy.CodeLifetime;
        return new IssuedCode(handle, new AuthorizationCode(handle.Hash(), request.Redirect.Uri, request.Challenge, end));
    }
}
