using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Storage.Stores;

/// <summary>The columns that every statement about a session yields first: id, person, time of authentication, methods.</summary>
internal static class SessionReader
{
    public static Session Read(ref RowCursor row) => new(row.Id(), row.Id(), row.Time(), row.Text());
}
