namespace IdentitySource.Management.UserImports;

/// <summary>The bytes of an upload from some place on, of which only what is being looked at is in memory.</summary>
/// <param name="piece">Yields a piece by its number; all but the last one are of the same size.</param>
internal sealed class UploadedBytes(Func<int, CancellationToken, Task<byte[]>> piece, long size, long position)
{
    public const int PieceSize = 128 * 1024;

    private byte[] held = [];
    private int start;
    private long read = position;

    /// <summary>Of the first unread byte.</summary>
    public long Position => read - (held.Length - start);

    public long Size => size;

    public ReadOnlySpan<byte> Unread => held.AsSpan(start);

    /// <summary>Whether nothing follows what is unread.</summary>
    public bool IsWhole => read >= size;

    public void Skip(int count) => start += count;

    /// <summary>Adds a piece to what is unread.</summary>
    public async Task FillAsync(CancellationToken cancel)
    {
        var next = await piece((int)(read / PieceSize), cancel);
        var fresh = next.AsSpan((int)(read % PieceSize));
        held = [.. Unread, .. fresh];
        (start, read) = (0, read + fresh.Length);
    }
}
