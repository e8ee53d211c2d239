using IdentitySource.Server.Composition;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.PostgreSql.PrivateCluster;

namespace IdentitySource.Server.Commands;

/// <summary>What an operator has to mend is a sentence and an exit code of its own; a stack is for faults of ours.</summary>
internal static class Failures
{
    public static async Task<int> GuardAsync(Func<Task<int>> run, TextWriter error)
    {
        try
        {
            return await run();
        }
        catch (Exception failure) when (CodeOf(failure) is { } code)
        {
            await error.WriteLineAsync(failure.Message);
            return code;
        }
    }

    private static int? CodeOf(Exception failure) => failure switch
    {
        ConfigurationException => ExitCodes.Configuration,
        DatabaseException database => database.ExitCode,
        PrivateClusterException => ExitCodes.DatabaseUnreachable,
        MasterKeyException => ExitCodes.MasterKey,
        _ => null,
    };
}
