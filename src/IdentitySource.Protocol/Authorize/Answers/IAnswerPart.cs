using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Authorize.Answers;

/// <summary>What one word of a response type adds to the answer: <c>code</c> a code, <c>token</c> an access token. One file each.</summary>
public interface IAnswerPart
{
    /// <summary>The word of <c>response_type</c>.</summary>
    string Word { get; }

    /// <summary>False when this interaction has had its answer already.</summary>
    Task<bool> AddAsync(Answer answer, CancellationToken cancel);
}

/// <summary>An answer in the making: what was granted to whom, and the parameters so far.</summary>
public sealed class Answer(AuthorizeRequest request, Session session, Flow? flow)
{
    public AuthorizeRequest Request { get; } = request;

    public Flow? Flow { get; } = flow;

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
        Claims = request.Claims,
        AuthenticatedAt = session.AuthenticatedAt,
        Methods = session.Methods,
        Nonce = request.Nonce,
        CreatedAt = request.Now,
        Offline = request.Scopes.Contains("offline_access"),
        ExpiresAt = LastBreath(request),
    };

    public List<KeyValuePair<string, string>> Parameters { get; } = [];

    public void Add(string name, string value) => Parameters.Add(new(name, value));

    /// <summary>The end of an access token that is bought at the last moment.</summary>
    private static DateTimeOffset LastBreath(AuthorizeRequest request)
    {
        var policy = request.Application.Policy;
        var buying = request.Scopes.Contains("offline_access") ? policy.RefreshAbsoluteLifetime : policy.CodeLifetime;
        return request.Now + buying + policy.AccessTokenLifetime;
    }
}
