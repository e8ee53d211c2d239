using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

internal static partial class ClusterLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Making a database cluster in {Folder} (PostgreSQL {Major})")]
    public static partial void Making(this ILogger log, string folder, int major);

    [LoggerMessage(Level = LogLevel.Information, Message = "The private database is up, in {Folder}")]
    public static partial void Started(this ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The private database in {Folder} was already up and is used as it is")]
    public static partial void Adopted(this ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The private database in {Folder} is stopped")]
    public static partial void Stopped(this ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The private database in {Folder} stays up: another process uses it")]
    public static partial void LeftRunning(this ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The private database in {Folder} did not start at once and is tried again: {Reason}")]
    public static partial void Retrying(this ILogger log, string folder, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The private database in {Folder} did not stop in time and is stopped hard; it recovers at the next start: {Reason}")]
    public static partial void StoppingHard(this ILogger log, string folder, string reason);
}
