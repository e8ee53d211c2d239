using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.OAuth;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Token.Grants;

/// <summary>
/// The person's name and password, typed into the application itself: RFC 6749 §4.3. RFC 9700 §2.4 advises against it, so it has to
/// be ticked. There is no browser, hence no session and no consent page.
/// </summary>
public sealed class PasswordGrant(IPasswordCheck passwords, IGrantStore grants) : IGrant
{
    private const string TooMany = "Too many sign-ins at once; try again later.";

    private static readonly (string Parameter, SignInName Kind)[] Names =
        [("username", SignInName.Username), ("email", SignInName.Email), ("phone", SignInName.Phone)];

    private static readonly Scopes OfOpenId = Scopes.Of(["openid", "profile"]);

    public string GrantType => "password";

    public async Task<Result<ProvenGrant>> ProveAsync(TokenRequest request, CancellationToken cancel)
    {
        if (ReadTry(request).Refused(out var error, out var attempt) || ReadScopes(request).Refused(out error, out var scopes))
        {
            return error;
        }

        return await passwords.CheckAsync(attempt, cancel) switch
        {
            PasswordAnswer.NotEnough right => Wrong(ProtocolError.InvalidGrant("password_second_factor_needed"), right.SubjectId),
            PasswordAnswer.Right right => await GrantAsync(request, right, scopes, cancel),
            PasswordAnswer.Wrong wrong => Wrong(ProtocolError.InvalidGrant("password_pair_wrong").With("why", wrong.Reason), wrong.SubjectId),
            PasswordAnswer.SlowDown slow => new ProtocolError("temporarily_unavailable", "password_source_spent", TooMany, 429) { RetryAfter = slow.Wait },
            PasswordAnswer.Busy busy => new ProtocolError("temporarily_unavailable", "password_desk_busy", TooMany, 503) { RetryAfter = busy.Wait },
            _ => throw new InvalidOperationException("An answer that is none of the five."),
        };
    }

    private static Result<PasswordTry> ReadTry(TokenRequest request)
    {
        var parameters = request.Parameters;
        var sent = Names.Where(name => parameters[name.Parameter] is not null).ToList();
        if (sent is not [var (parameter, kind)])
        {
            return ProtocolError.InvalidRequest("password_name_not_one", "Exactly one of the parameters 'username', 'email' and 'phone' is needed.");
        }

        // RFC 6749 §4.3.2 knows one name, and the OAuth 2.0 provider speaks nothing beyond it.
        if (request.Server.Provider == ProviderKind.OAuth && kind != SignInName.Username)
        {
            return ProtocolError.InvalidRequest("password_username_missing", "The parameter 'username' is missing.");
        }

        return parameters["password"] is { } password
            ? new PasswordTry(request.Server.PoolId, kind, parameters[parameter]!, password)
            {
                Peer = request.Peer,
                ProvenApplication = request.Application.IsPublic ? null : request.Application.Id,
            }
            : ProtocolError.InvalidRequest("password_missing", "The parameter 'password' is missing.");
    }

    private static Result<Scopes> ReadScopes(TokenRequest request)
    {
        var sent = request.Parameters["scope"];
        if (Scopes.Parse(sent).Refused(out var malformed, out var asked))
        {
            return malformed;
        }

        asked = sent is null ? Usual(request.Server) : Scopes.Of(asked.Where(request.Server.KnowsScope));
        var granted = request.Application.MayUse("refresh_token") ? asked : asked.Without("offline_access");
        return granted.Count > 0
            ? granted
            : ProtocolError.InvalidScope("password_scope_unknown", "The parameter 'scope' holds nothing that can be granted.").With("given", sent);
    }

    /// <summary>
    /// One statement writes the authorization and its refresh token, if the credentials are still those that were looked at: nothing
    /// is granted to a password that was changed in this moment.
    /// </summary>
    private async Task<Result<ProvenGrant>> GrantAsync(TokenRequest request, PasswordAnswer.Right right, Scopes scopes, CancellationToken cancel)
    {
        var policy = request.Application.Policy;
        var authorization = AuthorizationOf(request, right.SubjectId, scopes);
        TokenHandle? refresh = authorization.Offline ? TokenHandle.New() : null;
        NewRefreshToken token = new(refresh?.Hash(), policy.RefreshTokenLifetime, policy.RefreshAbsoluteLifetime);
        if (await grants.AddProvenAsync(authorization, right.Stamp, request.Peer?.ToString(), token, cancel) is not { } grant)
        {
            return Wrong(ProtocolError.InvalidGrant("password_changed_meanwhile"), right.SubjectId);
        }

        if (grant.Dead() is not { } why)
        {
            return new ProvenGrant.OfPerson(grant, scopes, refresh, Nonce: null);
        }

        // The application's access rules keep the person out, which the statement has found out: what it wrote goes again.
        await grants.RevokeAsync(authorization.PoolId, authorization.Id, why, request.Now, CancellationToken.None);
        return Wrong(ProtocolError.InvalidGrant("password_grant_ended").With("why", why), right.SubjectId);
    }

    private static Scopes Usual(AuthorizationServer server) => server.Provider == ProviderKind.OAuth ? OAuthScopes.Default : OfOpenId;

    /// <summary>
    /// Here the scope alone asks for a refresh token: no page stands between, so there is no prompt. The OAuth 2.0 provider has no
    /// scope for it, and gives one wherever it is ticked.
    /// </summary>
    private static bool IsOffline(TokenRequest request, Scopes scopes) => request.Server.Provider == ProviderKind.OAuth
        ? request.Application.MayUse("refresh_token")
        : scopes.Contains("offline_access");

    private static Authorization AuthorizationOf(TokenRequest request, Guid subjectId, Scopes scopes)
    {
        var policy = request.Application.Policy;
        var offline = IsOffline(request, scopes);
        return new Authorization
        {
            Id = Guid.CreateVersion7(request.Now),
            PoolId = request.Server.PoolId,
            ServerId = request.Server.Id,
            ApplicationId = request.Application.Id,
            SubjectId = subjectId,
            Scopes = scopes,
            AuthenticatedAt = request.Now,
            Methods = "pwd",
            CreatedAt = request.Now,
            Offline = offline,
            ExpiresAt = request.Now + (offline ? policy.RefreshAbsoluteLifetime : TimeSpan.Zero) + policy.AccessTokenLifetime,
        };
    }

    /// <summary>One text for a wrong password and for somebody who does not exist, is blocked, locked out, kept out or has to prove more.</summary>
    private static ProtocolError Wrong(ProtocolError refusal, Guid? subjectId) =>
        refusal with { Description = "invalid credentials provided", SubjectId = subjectId };
}
