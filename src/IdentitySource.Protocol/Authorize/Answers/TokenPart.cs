using System.Globalization;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Authorize.Answers;

/// <summary><c>token</c>, RFC 6749 §4.2.2: an access token, and never a refresh token with it.</summary>
public sealed class TokenPart(AccessTokenIssuer accessTokens) : IAnswerPart
{
    public string Word => "token";

    public async Task AddAsync(Answer answer, CancellationToken cancel)
    {
        var (request, granted) = (answer.Request, answer.Grant!.Authorization);
        var token = await accessTokens.IssueAsync(request.Server, request.Application, granted, request.Now, cancel);
        answer.Add("access_token", token.Value);
        answer.Add("token_type", "Bearer");
        answer.Add("expires_in", token.Lifetime.ToString(CultureInfo.InvariantCulture));
        answer.Add("scope", granted.Scopes.ToString());
    }
}
