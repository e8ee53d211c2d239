using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Authorize.Answers;

/// <summary><c>id_token</c>, OIDC Core §3.2.2.10 and §3.3.2.11: bound by hashes to the code, the access token and the state beside it.</summary>
public sealed class IdTokenPart : IAnswerPart
{
    public string Word => "id_token";

    public Task AddAsync(Answer answer, CancellationToken cancel)
    {
        answer.Add("id_token", Describe(answer).Sign());
        return Task.CompletedTask;
    }

    /// <summary>What it says, before it is signed; the parts that it is bound to have been added.</summary>
    public static IdToken Describe(Answer answer)
    {
        var request = answer.Request;
        return new IdToken(request.Server, request.Application, answer.Grant!, request.Now)
        {
            IsBrief = answer.Code is not null,
            Nonce = request.Nonce,
            AccessToken = answer.Find("access_token"),
            Code = answer.Find("code"),
            State = request.State,
        };
    }
}
