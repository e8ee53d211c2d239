using System.Data.Common;

namespace IdentitySource.Storage.Stores;

/// <summary>Reads the columns of one row from left to right, so that a mapping is a list in the order of the statement's.</summary>
internal struct RowCursor(DbDataReader row)
{
    private int column;

    public Guid Id() => ReadId(column++);

    public Guid? IdOrNull() => row.IsDBNull(column++) ? null : ReadId(column - 1);

    public bool Flag() => row.GetBoolean(column++);

    public string Text() => row.GetString(column++);

    public string? TextOrNull() => row.IsDBNull(column++) ? null : row.GetString(column - 1);

    public byte[] Bytes() => row.GetFieldValue<byte[]>(column++);

    public byte[]? BytesOrNull() => row.IsDBNull(column++) ? null : row.GetFieldValue<byte[]>(column - 1);

    public int Number() => row.GetInt32(column++);

    public DateTimeOffset Time() => row.GetFieldValue<DateTimeOffset>(column++);

    public DateTimeOffset? TimeOrNull() => row.IsDBNull(column++) ? null : row.GetFieldValue<DateTimeOffset>(column - 1);

    /// <summary>Where the database's own type of ids has another order, they are bytes.</summary>
    private readonly Guid ReadId(int at) =>
        row.GetFieldType(at) == typeof(Guid) ? row.GetGuid(at) : new Guid(row.GetFieldValue<byte[]>(at), bigEndian: true);
}
