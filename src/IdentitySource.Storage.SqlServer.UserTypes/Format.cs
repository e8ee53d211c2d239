namespace Microsoft.SqlServer.Server;

/// <summary>How a type of a database that is a class lies in a row.</summary>
public enum Format
{
    Unknown,
    Native,
    UserDefined,
}
