using System.Buffers.Text;
using System.Text;

namespace IdentitySource.Load.Http;

/// <summary>
/// What came back. It lies in its connection's buffer, so it is good until the next request there; what is kept is copied.
/// </summary>
internal readonly struct Answer(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body)
{
    public int Status { get; } =
        Utf8Parser.TryParse(head.Span[9..], out int status, out _) ? status : throw new WrongAnswer("no HTTP status line");

    public ReadOnlyMemory<byte> Body => body;

    public string Text => Encoding.UTF8.GetString(body.Span);

    public bool Closes => Header("Connection")?.Equals("close", StringComparison.OrdinalIgnoreCase) ?? false;

    public string? Header(string name)
    {
        foreach (var value in Headers(name))
        {
            return value;
        }

        return null;
    }

    public List<string> Headers(string name) => HeadersOf(head.Span, name);

    public static List<string> HeadersOf(ReadOnlySpan<byte> head, string name)
    {
        List<string> found = [];
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > name.Length && line[name.Length] == (byte)':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                found.Add(Encoding.ASCII.GetString(line[(name.Length + 1)..]).Trim());
            }
        }

        return found;
    }

    /// <summary>The answer itself, or an error that shows what came instead.</summary>
    public Answer Expect(int expected, string what) => Status == expected ? this : throw new WrongAnswer($"{what}: {expected} expected, {Describe()} came");

    public string Describe() => $"{Status} {Header("Location")} {Text[..Math.Min(Text.Length, 300)].ReplaceLineEndings(" ")}";
}
