namespace IdentitySource.Load.Scenarios;

/// <summary>The rows in their order. A new one is one file and one line here.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<IScenario> List { get; } =
    [
        new Discovery(),
        new KeySet(),
        new AuthorizeWithSession(),
        new CodeExchange("code exchange, RS256", deployment => deployment.Web),
        new CodeExchange("code exchange, ES256", deployment => deployment.WebEs256),
        new RefreshRotated(),
        new UserInfo(),
        new Introspection(),
        new Revocation(),
        new SignIn(),
    ];
}
