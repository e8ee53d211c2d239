using System.Globalization;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize.Checks;
using IdentitySource.Protocol.Authorize.ResponseModes;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.OAuth;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Authorize;

/// <summary>
/// An authorize request of a known application to a verified redirect URI. What its parameters say is parsed here; whether it is
/// allowed is the business of <c>Checks/</c>, which run before anything else reads it.
/// </summary>
public sealed class AuthorizeRequest(AuthorizationServer server, Application application, VerifiedRedirect redirect, RequestParameters parameters, DateTimeOffset now)
{
    private Result<Scopes>? askedScopes;
    private Result<Prompt>? askedPrompt;
    private Result<ClaimsRequest>? askedClaims;
    private Result<IdTokenHint?>? hint;

    public AuthorizationServer Server { get; } = server;

    public Application Application { get; } = application;

    public VerifiedRedirect Redirect { get; } = redirect;

    public RequestParameters Parameters { get; } = parameters;

    /// <summary>One request, one now.</summary>
    public DateTimeOffset Now { get; } = now;

    public ResponseType? ResponseType { get; } = ResponseType.Parse(parameters["response_type"]);

    /// <summary>How to answer. A mode that is unknown or not allowed falls back to the type's own, so that the refusal can be told.</summary>
    public IResponseMode Mode => field ??=
        Parameters["response_mode"] is { } name && ResponseTypes.CheckMode(this) is null
            ? ResponseMode.Find(name)!
            : ResponseMode.Find(ResponseType?.DefaultMode ?? QueryMode.ModeName)!;

    /// <summary>A state that came twice is nobody's state (RFC 6749 §3.1).</summary>
    public string? State => Parameters.IsRepeated("state") ? null : Parameters["state"];

    public string? Nonce => Parameters["nonce"];

    public Result<Scopes> AskedScopes => askedScopes ??= Scopes.Parse(Parameters["scope"]);

    public Result<Prompt> AskedPrompt => askedPrompt ??= Prompts.Parse(Parameters["prompt"]);

    public Result<ClaimsRequest> AskedClaims => askedClaims ??= ClaimsRequest.Parse(Parameters["claims"], Server.KnowsClaim);

    public Prompt Prompt => AskedPrompt.Value;

    public ClaimsRequest Claims => AskedClaims.Value ?? ClaimsRequest.None;

    /// <summary>
    /// Claims that the application is told beyond those of the scopes: what was asked for by name, and what it has of the person in
    /// claims of its own. Consent speaks of both.
    /// </summary>
    public IReadOnlyList<string> ToldClaims => field ??= Claims.IsEmpty && Application.Policy.CustomClaims.Count == 0
        ? []
        : [.. Claims.All.Concat(Application.Policy.CustomClaims.Where(claim => claim.Field is not null).Select(claim => claim.Name)).Distinct(StringComparer.Ordinal)];

    /// <summary>Seconds, or null when it was not sent.</summary>
    public int? MaxAge => int.TryParse(Parameters["max_age"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    public CodeChallenge? Challenge => Parameters["code_challenge"] is { } value ? new CodeChallenge(value, Parameters["code_challenge_method"] ?? "plain") : null;

    /// <summary>The verified hint, a refusal, or null inside when none was sent.</summary>
    public Result<IdTokenHint?> Hint => hint ??= IdTokenHint.Read(Server, Parameters["id_token_hint"], Application);

    /// <summary>OIDC Core §3.1.2.2: the hint or the claims request names one person, and nobody else may be answered for.</summary>
    public bool NamesOtherThan(Guid subject) =>
        (Hint.Value is { } named && named.SubjectId != subject) || (Claims.Subject is { } sub && sub != subject.ToString("N"));

    /// <summary>
    /// What can be granted of what was asked: names we do not know drop out silently (OIDC Core §3.1.2.1), and so does
    /// <c>offline_access</c> where §11 does not allow it.
    /// </summary>
    public Scopes Scopes => field ??= Grantable();

    /// <summary>Permission items that were asked for and that this person may have.</summary>
    public Scopes GrantedItems => Items.Granted;

    /// <summary>Permission items that were asked for and that this person may not have.</summary>
    public Scopes RejectedScopes => Scopes.Of(Items.Rejected.Where(Permissions.SpeaksOf));

    /// <summary>Permission items beside the scopes. RFC 9700 §2.1.2: none where an access token travels through the browser.</summary>
    public bool AsksPermissions =>
        Server.Provider == ProviderKind.OpenIdConnect && ResponseType is { HasCode: true } type && !type.Has("token")
        && AskedScopes.Value is { } asked && !asked.All(Server.KnowsScope);

    /// <summary>What the person who is here may do. Until that is known, no permission item is granted.</summary>
    public PermissionBook Permissions { get; private init; } = PermissionBook.Empty;

    private PermittedItems Items { get; init; } = PermittedItems.None;

    /// <summary>The same request, its permission items limited to what the person may do.</summary>
    public AuthorizeRequest For(PermissionBook person) => new(Server, Application, Redirect, Parameters, Now)
    {
        Permissions = person,
        Items = person.Sort(AskedScopes.Value!.Where(name => !Server.KnowsScope(name))),
    };

    private Scopes Grantable()
    {
        var asked = AskedScopes.Value ?? Scopes.None;
        if (Server.Provider == ProviderKind.OAuth)
        {
            return asked.Count == 0 ? OAuthScopes.Default : Scopes.Of(asked.Where(Server.KnowsScope));
        }

        var known = Scopes.Of(asked.Where(name => Server.KnowsScope(name) || Items.Granted.Contains(name)));
        return OfflineRefusal is null ? known : known.Without("offline_access");
    }

    /// <summary>Whether the code buys a refresh token. The OAuth 2.0 provider has no scope for it: there every code does.</summary>
    public bool Offline => Server.Provider == ProviderKind.OAuth
        ? Application.MayUse("refresh_token") && ResponseType is { HasCode: true }
        : Scopes.Contains("offline_access");

    /// <summary>
    /// What the person allows: the scopes, and at the OAuth 2.0 provider, which has none for it, a word for access while they are away.
    /// Consents are shared by both providers, so the word is one that the other cannot have asked for.
    /// </summary>
    public Scopes Allowed => Server.Provider == ProviderKind.OAuth && Offline ? Scopes.Of([.. Scopes, OAuthScopes.Offline]) : Scopes;

    /// <summary>Why <c>offline_access</c> drops out (OIDC Core §11), or null. A slug for whoever explains it.</summary>
    public string? OfflineRefusal =>
        !Application.MayUse("refresh_token") ? "offline_without_mode"
        : ResponseType is not { HasCode: true } ? "offline_without_code"
        : !Prompt.HasFlag(Prompt.Consent) && !Application.Policy.AllowOfflineAccessWithoutConsentPrompt ? "offline_without_consent"
        : null;
}
