namespace IdentitySource.Server.Composition;

/// <summary>The kinds of database that a deployment can stand on, <c>Database__Provider</c>.</summary>
public enum DatabaseProvider
{
    PostgreSql,
    SqlServer,
}
