using IdentitySource.Server.Api;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Composition;

/// <summary>What the management API needs beside the operations that it offers.</summary>
internal static class ApiComposition
{
    public static IServiceCollection AddApi(this IServiceCollection services) =>
        services.AddSingleton<ApiBudget>().AddSingleton<ApiAnswerStore>().AddSingleton<ApiReplay>().AddSingleton<ApiDocument>();
}
