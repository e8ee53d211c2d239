namespace Microsoft.SqlServer.Server;

/// <summary>A class that is no type of a database after all.</summary>
public sealed class InvalidUdtException : SystemException;
