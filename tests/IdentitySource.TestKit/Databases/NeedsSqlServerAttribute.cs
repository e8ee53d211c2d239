namespace IdentitySource.TestKit.Databases;

/// <summary>Marks the classes that run against a SQL Server; where none is named their tests are skipped, and say so.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsSqlServerAttribute : Attribute
{
    /// <summary>A connection string of an account that may create databases.</summary>
    public const string ServerVariable = "IDENTITYSOURCE_TEST_SQLSERVER";

    public const string Reason = $"needs a SQL Server, named by {ServerVariable}";

    public static string? Server => Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } given ? given : null;
}
