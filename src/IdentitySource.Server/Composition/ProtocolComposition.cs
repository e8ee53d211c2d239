using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Authorize.Answers;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.ClientAuthentication.Methods;
using IdentitySource.Protocol.Introspection;
using IdentitySource.Protocol.Logout;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Revocation;
using IdentitySource.Protocol.Token;
using IdentitySource.Protocol.Token.Grants;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Protocol.UserInfo;
using IdentitySource.Protocol.Validation;
using IdentitySource.Server.Demo;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Keys;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace IdentitySource.Server.Composition;

/// <summary>The protocol and what serves it over HTTP. Everything is stateless and shared by all requests.</summary>
internal static class ProtocolComposition
{
    public static IServiceCollection AddProtocol(this IServiceCollection services) => services
        .AddSingleton<AuthorizeEndpoint>()
        .AddSingleton<TokenEndpoint>()
        .AddSingleton<TokenIssuer>()
        .AddSingleton<AccessTokenIssuer>()
        .AddSingleton<MachineTokenIssuer>()
        .AddSingleton<AccessTokenReader>()
        .AddSingleton<UserInfoEndpoint>()
        .AddSingleton<IntrospectionEndpoint>()
        .AddSingleton<RevocationEndpoint>()
        .AddSingleton<EndSessionEndpoint>()
        .AddSingleton<ValidateTokenEndpoint>()
        .AddSingleton<ClientAuthenticator>()
        .AddSingleton<IClientAuthenticationMethod, ClientSecretBasic>()
        .AddSingleton<IClientAuthenticationMethod, ClientSecretPost>()
        .AddSingleton<IClientAuthenticationMethod, NoAuthentication>()
        .AddSingleton<IAnswerPart, CodePart>()
        .AddSingleton<IAnswerPart, TokenPart>()
        .AddSingleton<IAnswerPart, IdTokenPart>()
        .AddSingleton<IGrant, AuthorizationCodeGrant>()
        .AddSingleton<IGrant, RefreshTokenGrant>()
        .AddSingleton<IGrant, PasswordGrant>()
        .AddSingleton<IGrant, ClientCredentialsGrant>()
        .AddSingleton(provider => new RefreshRotation(provider.GetRequiredService<MasterKey>().Derive("refresh-rotation")));

    public static IServiceCollection AddProtocolRoutes(this IServiceCollection services) => services
        .AddSingleton<TenantBook>()
        .AddSingleton<FailureQuota>()
        .AddSingleton<EventTrail>()
        .AddSingleton<FailureBudget>()
        .AddSingleton<BackChannel>()
        .AddSingleton<ICorsPolicyProvider, ProtocolCors>()
        .AddCors();

    public static IServiceCollection AddSignIn(this IServiceCollection services) => services
        .AddSingleton<CookieJar>()
        .AddSingleton<BrowserSession>()
        .AddSingleton<FlowTickets>()
        .AddSingleton<KnownDevices>()
        .AddSingleton<SignInThrottle>()
        .AddSingleton<SilentBudget>()
        .AddSingleton<PasswordDesk>()
        .AddSingleton<IPasswordCheck, PasswordCheck>()
        .AddSingleton<AuthorizeFlow>()
        .AddSingleton<SignOutFlow>()
        .AddSingleton<PageFlow>()
        .AddSingleton<ErrorPage>();

    public static IServiceCollection AddDemoShop(this IServiceCollection services)
    {
        services.AddHttpClient(DemoShop.HttpClientName);
        return services.AddSingleton<DemoMemory>().AddSingleton<DemoShop>();
    }
}
