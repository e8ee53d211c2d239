using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Authorize.Answers;

/// <summary><c>id_token</c>, OIDC Core §3.2.2.10 and §3.3.2.11: bound by hashes to the code, the access token and the state beside it.</summary>
public sealed class IdTokenPart : IAnswerPart
{
    public string Word => "id_token";

    public Task AddAsync(Answer answer, CancellationToken cancel)
    {
        var request = answer.Request;
        IdToken token = new(request.Server, request.Application, Told(answer), request.Now)
        {
            Nonce = request.Nonce,
            AccessToken = answer.Find("access_token"),
            Code = answer.Find("code"),
            State = request.State,
        };
        answer.Add("id_token", token.Sign());
        return Task.CompletedTask;
    }

    /// <summary>
    /// OIDC Core §3.3.3.6: with a code, the full ID token comes from the token endpoint, so the one that passes through the browser
    /// holds what was asked for by name and no more. Otherwise it is the only one, and holds what the scopes release (§5.4).
    /// </summary>
    private static Grant Told(Answer answer)
    {
        var grant = answer.Grant!;
        return answer.Code is null ? grant : grant with { Authorization = grant.Authorization with { Scopes = Scopes.Of(["openid"]) } };
    }
}
