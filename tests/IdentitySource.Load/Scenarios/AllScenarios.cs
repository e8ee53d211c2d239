namespace IdentitySource.Load.Scenarios;

/// <summary>The rows in their order. A new one is one file and one line here.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<IScenario> List { get; } =
    [
        new Discovery(),
        new KeySet(),
        new ClientCredentials("client credentials, RS256", deployment => deployment.Machine),
        new ClientCredentials("client credentials, ES256", deployment => deployment.MachineEs256),
        new AuthorizeWithSession(),
        new AnswerAtOnce("implicit, id_token token, RS256", "id_token token", "id_token", "access_token"),
        new AnswerAtOnce("hybrid, code id_token, RS256", "code id_token", "code", "id_token"),
        new CodeExchange("code exchange, RS256", deployment => deployment.Web),
        new CodeExchange("code exchange, ES256", deployment => deployment.WebEs256),
        new RefreshRotated(),
        new UserInfo(),
        new Introspection("introspection", deployment => deployment.Web),
        new Introspection("introspection, opaque", deployment => deployment.Opaque),
        new Revocation(),
        new SignIn(),
        new PasswordGrant(),
    ];
}
