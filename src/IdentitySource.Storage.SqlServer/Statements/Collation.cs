namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>
/// Texts that stand in no table have the collation of the database. Where one meets a column of a table the server refuses to choose
/// between the two, so it is said.
/// </summary>
internal static class Collation
{
    /// <summary>Of every column (<see cref="SqlServerModel"/>): no two texts are the same but those that are, whatever the collation of the database.</summary>
    public const string CodeUnits = "Latin1_General_100_BIN2";
}
