namespace IdentitySource.Storage;

/// <summary>Where the database is; known before anything that needs it is resolved.</summary>
public sealed record DatabaseConnection(string ConnectionString)
{
    /// <summary>It holds a password: a log line that shows this record shows nothing.</summary>
    public override string ToString() => nameof(DatabaseConnection);
}
