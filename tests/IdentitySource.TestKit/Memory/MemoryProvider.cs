using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Authorize.Answers;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.ClientAuthentication.Methods;
using IdentitySource.Protocol.Introspection;
using IdentitySource.Protocol.Logout;
using IdentitySource.Protocol.Revocation;
using IdentitySource.Protocol.Token;
using IdentitySource.Protocol.Token.Grants;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Protocol.UserInfo;
using IdentitySource.Protocol.Validation;

namespace IdentitySource.TestKit.Memory;

/// <summary>A whole provider without HTTP: one user pool with Ann in it, a clock that stands still, and every endpoint of the core.</summary>
public sealed class MemoryProvider
{
    public MemoryProvider()
    {
        Grants = new MemoryGrantStore(People);
        Passwords = new MemoryPasswords(People);
        Ann = People.Put(PoolId, new Subject { Id = Guid.CreateVersion7(Clock.Now), Username = "ann", UpdatedAt = Clock.Now });
        ClientAuthenticator authenticator = new(Registry, Permissions, [new ClientSecretPost(), new ClientSecretBasic(), new NoAuthentication()], Clock);
        RefreshRotation rotation = new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        AccessTokenReader reader = new(Grants, Permissions, Registry);
        AccessTokenIssuer issuer = new(Grants);
        Authorize = new AuthorizeEndpoint(
            Registry, new MemoryPresence(People), Grants, Permissions, [new IdTokenPart(), new TokenPart(issuer), new CodePart()], Clock);
        Token = new TokenEndpoint(
            authenticator,
            [
                new AuthorizationCodeGrant(Grants), new RefreshTokenGrant(Grants, rotation, Permissions), new PasswordGrant(Passwords, Grants),
                new ClientCredentialsGrant(Permissions),
            ],
            new TokenIssuer(issuer, new MachineTokenIssuer(Grants)), Clock);
        UserInfo = new UserInfoEndpoint(reader, Clock);
        Introspection = new IntrospectionEndpoint(authenticator, reader, Grants, Clock);
        Revocation = new RevocationEndpoint(authenticator, Grants, Clock);
        EndSession = new EndSessionEndpoint(Registry);
        ValidateToken = new ValidateTokenEndpoint(reader, Registry, Clock);
    }

    public Guid PoolId { get; } = Guid.NewGuid();

    public FakeClock Clock { get; } = new();

    public MemoryApplicationRegistry Registry { get; } = new();

    public MemoryPeople People { get; } = new();

    public MemoryGrantStore Grants { get; }

    public MemoryPermissions Permissions { get; } = new();

    public MemoryPasswords Passwords { get; }

    public Subject Ann { get; }

    public AuthorizeEndpoint Authorize { get; }

    public TokenEndpoint Token { get; }

    public UserInfoEndpoint UserInfo { get; }

    public IntrospectionEndpoint Introspection { get; }

    public RevocationEndpoint Revocation { get; }

    public EndSessionEndpoint EndSession { get; }

    public ValidateTokenEndpoint ValidateToken { get; }

    public MemoryRelyingParty Web(Func<Application, Application>? vary = null) => Party(NewApplication.Web(PoolId), vary);

    public MemoryRelyingParty Spa(Func<Application, Application>? vary = null) => Party(NewApplication.Spa(PoolId), vary);

    public MemoryRelyingParty Native(Func<Application, Application>? vary = null) => Party(NewApplication.Native(PoolId), vary);

    /// <summary>The pool's address, which serves all its applications.</summary>
    public AuthorizationServer SharedServer() => AuthorizationServers.Create(PoolId);

    public Subject AddPerson(string username) =>
        People.Put(PoolId, new Subject { Id = Guid.CreateVersion7(Clock.Now), Username = username, UpdatedAt = Clock.Now });

    private MemoryRelyingParty Party(Application application, Func<Application, Application>? vary)
    {
        var registered = Registry.Put(vary?.Invoke(application) ?? application);
        return new MemoryRelyingParty(this, registered, AuthorizationServers.Create(PoolId, registered));
    }
}
