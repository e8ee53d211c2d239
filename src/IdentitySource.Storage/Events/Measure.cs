namespace IdentitySource.Storage.Events;

/// <summary>What is counted by the day. The names stand in the database.</summary>
public static class Measure
{
    public const string SignIn = "sign_in";

    public const string FailedSignIn = "failed_sign_in";

    /// <summary>Answers to authorize requests, by application: each time that somebody came in.</summary>
    public const string Application = "application";

    /// <summary>By reason.</summary>
    public const string Refusal = "refusal";

    public const string NewUser = "new_user";

    /// <summary>
    /// People who were here, by the days since they were here before. Who came first within a span of days is counted once for it, so
    /// the active of any span up to <see cref="LongestAbsence"/> days are a sum of these: nobody counts visitors one by one.
    /// </summary>
    public const string Visitor = "visitor";

    /// <summary>The key of those who were away for as long or longer, or were never here.</summary>
    public const int LongestAbsence = 30;
}
