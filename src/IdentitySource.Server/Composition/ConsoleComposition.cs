using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Inspection;
using IdentitySource.Server.Console.Tries;
using IdentitySource.Server.Pages.Console.Applications;
using IdentitySource.Server.Pages.Console.Tools;
using IdentitySource.Server.Pages.Console.Users;

namespace IdentitySource.Server.Composition;

/// <summary>What the console needs beside the operations that it shows.</summary>
internal static class ConsoleComposition
{
    public static IServiceCollection AddConsole(this IServiceCollection services) => services
        .AddSingleton<OperatorsPool>()
        .AddSingleton<LookingPlaces>()
        .AddSingleton<AccessKeyActs>()
        .AddSingleton<Pages.Console.Resources.RuleDesk>()
        .AddSingleton<AccessActs>()
        .AddSingleton<ConsoleSignIn>()
        .AddSingleton<Onlooker>()
        .AddSingleton<Pages.Console.Logs.EventWords>()
        .AddSingleton<UserAccess>()
        .AddInspection();

    private static IServiceCollection AddInspection(this IServiceCollection services) => services
        .AddSingleton<PoolServers>()
        .AddSingleton<PoolNames>()
        .AddSingleton<JwtSignature>()
        .AddSingleton<ClaimJudge>()
        .AddSingleton<TokenInspector>()
        .AddSingleton<InspectionWords>()
        .AddSingleton<TryTickets>()
        .AddSingleton<TryRun>();
}
