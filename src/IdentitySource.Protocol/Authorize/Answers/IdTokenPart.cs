using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Authorize.Answers;

/// <summary><c>id_token</c>, OIDC Core §3.2.2.10 and §3.3.2.11: bound by hashes to the code, the access token and the state beside it.</summary>
public sealed class IdTokenPart : IAnswerPart
{
    public string Word => "id_token";

    public Task AddAsync(Answer answer, CancellationToken cancel)
    {
        var request = answer.Request;
        IdToken token = new(request.Server, request.Application, answer.Grant!, request.Now)
        {
            IsBrief = answer.Code is not null,
            Nonce = request.Nonce,
            AccessToken = answer.Find("access_token"),
            Code = answer.Find("code"),
            State = request.State,
        };
        answer.Add("id_token", token.Sign());
        return Task.CompletedTask;
    }
}
