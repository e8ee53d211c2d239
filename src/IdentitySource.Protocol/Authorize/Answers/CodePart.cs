using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Authorize.Answers;

/// <summary><c>response_type=code</c>, RFC 6749 §4.1.2.</summary>
public sealed class CodePart(IGrantStore grants) : IAnswerPart
{
    public string Word => "code";

    public async Task<bool> AddAsync(Answer answer, CancellationToken cancel)
    {
        var request = answer.Request;
        var handle = TokenHandle.New();
        AuthorizationCode code = new(handle.Hash(), request.Redirect.Uri, request.Challenge, request.Now + request.Application.Policy.CodeLifetime);
        answer.Add("code", handle.Value);
        return await grants.AddAsync(answer.Authorization, code, answer.Flow?.Id, cancel);
    }
}
