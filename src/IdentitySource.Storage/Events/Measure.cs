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
}
