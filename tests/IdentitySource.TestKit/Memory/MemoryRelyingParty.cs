using System.Text;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Introspection;
using IdentitySource.Protocol.Logout;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Revocation;
using IdentitySource.Protocol.Token;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Protocol.UserInfo;

namespace IdentitySource.TestKit.Memory;

/// <summary>An application and the browser it is used in, talking to one authorization server of a <see cref="MemoryProvider"/>.</summary>
public sealed class MemoryRelyingParty(MemoryProvider provider, Application application, AuthorizationServer server)
{
    /// <summary>The example of RFC 7636, appendix B.</summary>
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    public const string State = "S0";

    public const string Nonce = "N0";

    private TokenHandle? session;

    public Application Application { get; private set; } = application;

    public AuthorizationServer Server { get; } = server;

    /// <summary>Who is signed in at the browser, if anybody.</summary>
    public Session? Session { get; private set; }

    /// <summary>An authorize request with nothing wrong in it.</summary>
    public SentRequest AuthorizeRequest => SentRequest.Of(
        ("client_id", Application.ClientId), ("redirect_uri", Application.RedirectUris[0]), ("response_type", "code"), ("scope", "openid"),
        ("state", State), ("nonce", Nonce), ("code_challenge", Challenge), ("code_challenge_method", "S256"));

    /// <summary>The same application and browser at another authorization server.</summary>
    public MemoryRelyingParty At(AuthorizationServer other) => new(provider, Application, other) { session = session, Session = Session };

    /// <summary>What the application is from now on.</summary>
    public void Change(Func<Application, Application> change) => Application = provider.Registry.Put(change(Application));

    /// <summary>Signs a person in, Ann if nobody is named, who has allowed the application these scopes a while ago.</summary>
    public MemoryRelyingParty SignedIn(Subject? person = null, string allowed = "openid offline_access profile email phone address username roles external_id extended_fields")
    {
        var subject = (person ?? provider.Ann).Id;
        Allow(allowed, subject);
        provider.Clock.AdvanceSeconds(1);
        (Session, var handle) = provider.People.SignIn(provider.PoolId, subject, provider.Clock.Now);
        session = handle;
        provider.Clock.AdvanceSeconds(1);
        return this;
    }

    /// <summary>The person presses allow.</summary>
    public void Allow(string scopes, Guid? subject = null, string claims = "") => provider.People.Allow(
        provider.PoolId, subject ?? Session!.SubjectId, Application.Id,
        new ConsentState(Scopes.FromTrusted(scopes), Scopes.FromTrusted(claims), provider.Clock.Now));

    /// <summary>The person signs out, or is signed out.</summary>
    public void EndSession() => provider.People.EndSession(provider.PoolId, Session!.Id);

    /// <summary>The application's access rules keep a person out, Ann if nobody is named, or let them in again.</summary>
    public void Keep(bool outside, Subject? person = null) => provider.People.Keep((person ?? provider.Ann).Id, Application.Id, outside);

    /// <summary>The person signs out of this application alone.</summary>
    public void Leave() => provider.People.Leave(Session!.Id, Application.Id);

    public Task<AuthorizeOutcome> AuthorizeAsync(SentRequest? request = null, Flow? flow = null) =>
        provider.Authorize.HandleAsync(Server, (request ?? AuthorizeRequest).Parsed, session?.Hash(), flow, default);

    /// <summary>Gets a code; for offline access the person is asked, and allows it.</summary>
    public async Task<string> CodeAsync(string scope = "openid", Func<SentRequest, SentRequest>? change = null)
    {
        var request = AuthorizeRequest.With("scope", scope);
        var offline = scope.Contains("offline_access", StringComparison.Ordinal);
        request = offline ? request.With("prompt", "consent") : request;
        Flow flow = new(Guid.NewGuid(), provider.Clock.Now);
        if (offline)
        {
            Allow(scope);
        }

        return (await AuthorizeAsync(change?.Invoke(request) ?? request, flow)).Code();
    }

    public Task<Result<IssuedTokens>> ExchangeAsync(string code, Func<SentRequest, SentRequest>? change = null)
    {
        var form = SentRequest.Of(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Application.RedirectUris[0]), ("code_verifier", Verifier));
        return TokenAsync(Proven(change?.Invoke(form) ?? form, Application.Authentication.Token));
    }

    public Task<Result<IssuedTokens>> RefreshAsync(string? refreshToken, Func<SentRequest, SentRequest>? change = null, CancellationToken cancel = default)
    {
        var form = SentRequest.Of(("grant_type", "refresh_token"), ("refresh_token", refreshToken!));
        return TokenAsync(Proven(change?.Invoke(form) ?? form, Application.Authentication.Token), cancel);
    }

    public Task<Result<IssuedTokens>> TokenAsync(ClientRequest request, CancellationToken cancel = default) =>
        provider.Token.HandleAsync(Server, request, cancel);

    /// <summary>From the code to the tokens.</summary>
    public async Task<TokenResponse> TokensAsync(string scope = "openid", Func<SentRequest, SentRequest>? change = null) =>
        (await ExchangeAsync(await CodeAsync(scope, change))).Value!.Response;

    public Task<Result<UserInfoAnswer>> UserInfoAsync(string? accessToken) => provider.UserInfo.HandleAsync(Server, accessToken, default);

    public Task<Result<IntrospectionAnswer>> IntrospectAsync(string token) =>
        provider.Introspection.HandleAsync(Server, Proven(SentRequest.Of(("token", token)), Application.Authentication.Introspection), default);

    public Task<Result<RevocationAnswer>> RevokeAsync(string token) =>
        provider.Revocation.HandleAsync(Server, Proven(SentRequest.Of(("token", token)), Application.Authentication.Revocation), default);

    public Task<LogoutStep> LogOutAsync(SentRequest request) => provider.EndSession.HandleAsync(Server, request.Parsed, _ => Task.FromResult(Session), default);

    /// <summary>The form with what the application proves itself by.</summary>
    public ClientRequest Proven(SentRequest form, string method) => method switch
    {
        "client_secret_basic" => new(form.Parameters, Basic(Application.ClientId, NewApplication.Secret)),
        "client_secret_post" => new(form.And("client_id", Application.ClientId).And("client_secret", NewApplication.Secret).Parameters, null),
        _ => new(form.And("client_id", Application.ClientId).Parameters, null),
    };

    public static string Basic(string id, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
}
