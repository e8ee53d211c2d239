namespace IdentitySource.Storage;

/// <summary>What a process wants the database for. One server owns a data folder; commands may run beside it.</summary>
public enum DatabaseUse
{
    Server,
    Command,
}
