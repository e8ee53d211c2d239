using IdentitySource.Storage.Ports;
using IdentitySource.Storage.SqlServer.Statements;
using Microsoft.Data.SqlClient;

namespace IdentitySource.Storage.SqlServer;

/// <summary>Reads SQL Server's error numbers and severities (its documentation, "Database engine events and errors").</summary>
public sealed class SqlServerFaults : IDatabaseFaults
{
    /// <summary>From here on: 17 and 19 resources that ran out, 18 the server itself, 20 and above an end of the connection, also from the driver.</summary>
    private const byte BeyondThePerson = 17;

    private const byte EndOfConnection = 20;

    public bool IsOutage(Exception failure) => Cause(failure) switch
    {
        SqlException error => error.Class >= BeyondThePerson || IsUndone(error.Number) || IsOutage(error.Number),
        InvalidOperationException => true,
        _ => false,
    };

    public bool IsUndone(Exception failure) => Cause(failure) is SqlException { Class: < BeyondThePerson } error && IsUndone(error.Number);

    /// <summary>On an object, a column, a statement, the server; to enter a database, to alter it; or what may not be seen is said not to be there.</summary>
    public bool IsForbidden(Exception failure) => Cause(failure) is SqlException { Number: 229 or 230 or 262 or 297 or 300 or 916 or 5011 or 15151 };

    /// <summary>What ends a connection is mostly the driver's own, with a number of the operating system or none, but for refusals at sign-in.</summary>
    public bool Spoke(Exception failure) => Cause(failure) is SqlException { Number: > 0 } error
        && (error.Class < EndOfConnection || error.Number is 4060 or 18456 or 40613);

    /// <summary>Deadlock victim, lock not available, conflicts of snapshots and of optimistic transactions.</summary>
    private static bool IsUndone(int number) => number is 1205 or 1222 or 3960 or 41301 or 41302 or 41305 or 41325 or 41839;

    /// <summary>Those whose severity is that of an error of ours.</summary>
    private static bool IsOutage(int number) => number
        // The driver's timeout; a command that was broken off.
        is -2 or 0
        // Sign-in: the database or its account is not there, or not for us.
        or 4060 or 4064 or 18401 or 18451 or 18452 or 18456 or 18461 or 18470 or 18486 or 18487 or 18488
        // The database is read-only, offline, restoring, recovering, of one user, moving, or another replica's.
        or 3906 or 904 or 921 or 922 or 923 or 924 or 927 or 942 or 945 or 952 or 954 or 976 or 978 or 983 or 988
        // The server starts, stops or pauses.
        or 6005 or 17142 or 17187 or 17188
        // Hosted ones: too much asked of them, being moved, being paused.
        or 10928 or 10929 or 10936 or 40143 or 40197 or 40501 or 40540 or 40544 or 40549 or 40550 or 40551 or 40552 or 40553 or 40613 or 42108 or 42109 or 49918 or 49919 or 49920
        or Turn.Missed;

    /// <summary>EF wraps what the driver throws. A cancelled request is no failure of the database, whatever is inside.</summary>
    private static Exception? Cause(Exception failure)
    {
        for (Exception? each = failure; each is not null and not OperationCanceledException; each = each.InnerException)
        {
            if (each is SqlException || IsWithoutNumber(each))
            {
                return each;
            }
        }

        return null;
    }

    /// <summary>
    /// For "all connections are in use" and "whoever answers here is no SQL Server" the driver has no exception of its own: only its
    /// words tell them from a misuse.
    /// </summary>
    private static bool IsWithoutNumber(Exception failure) => failure is InvalidOperationException
        && (failure.Message.Contains("prior to obtaining a connection from the pool", StringComparison.Ordinal)
            || failure.Message.StartsWith("Internal connection fatal error.", StringComparison.Ordinal));
}
