using IdentitySource.Server.Composition;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;

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
        catch (Exception failure) when (Foreseen(failure) is { } foreseen)
        {
            await error.WriteLineAsync(foreseen.Message);
            return foreseen.Code;
        }
        catch (Exception failure) when (failure is not HostAbortedException)
        {
            await error.WriteLineAsync($"The program failed, and that is its own fault. {failure}");
            return ExitCodes.Fault;
        }
    }

    /// <summary>What the database itself said is in it, on one line: drivers add lines about the place in the statement.</summary>
    public static string Forbidden(Exception failure) =>
        $"The database's account may not do what this program has to ({failure.GetBaseException().Message.Split('\n', '\r')[0]}): give it the rights of docs/operating/databases.md.";

    private static (int Code, string Message)? Foreseen(Exception failure) => failure switch
    {
        ConfigurationException => (ExitCodes.Configuration, failure.Message),
        DatabaseException database => (database.ExitCode, failure.Message),
        PrivateDatabaseException => (ExitCodes.DatabaseUnreachable, failure.Message),
        SchemaException => (ExitCodes.Schema, failure.Message),
        MasterKeyException => (ExitCodes.MasterKey, failure.Message),
        DataFolderException => (ExitCodes.DataFolder, failure.Message),
        ClockException => (ExitCodes.Clock, failure.Message),
        ListeningException => (ExitCodes.Listening, failure.Message),
        _ when DatabaseChoice.IsForbidden(failure) => (ExitCodes.DatabaseUnfit, Forbidden(failure)),
        _ when DatabaseChoice.IsOutage(failure) => (ExitCodes.DatabaseUnreachable, $"The database failed: {failure.GetBaseException().Message}"),
        _ => null,
    };
}
