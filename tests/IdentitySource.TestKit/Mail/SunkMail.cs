using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IdentitySource.TestKit.Mail;

/// <summary>A mail as it went over the wire, and what a mail program makes of it.</summary>
/// <param name="From">The command.</param>
/// <param name="To">The commands.</param>
public sealed partial record SunkMail(string From, IReadOnlyList<string> To, string Raw)
{
    /// <summary>The names of the headers, in their order.</summary>
    public IReadOnlyList<string> HeaderNames => [.. Name().Matches(Head(Raw)).Select(match => match.Groups[1].Value)];

    /// <summary>What the part of that type says; empty when there is none.</summary>
    public string Part(string type) => Parts().Where(part => Header(part, "Content-Type").StartsWith(type, StringComparison.Ordinal)).Select(Decode).FirstOrDefault("");

    /// <summary>Unfolded and decoded (RFC 2047).</summary>
    public string Header(string name) => Word().Replace(Joined().Replace(Header(Raw, name), "?="), match => match.Groups[1].Value is "B" or "b"
        ? Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[2].Value))
        : Printable(match.Groups[2].Value.Replace('_', ' ')));

    private IEnumerable<string> Parts()
    {
        var boundary = Boundary().Match(Header(Raw, "Content-Type")).Groups[1].Value;
        return boundary.Length == 0 ? [Raw] : Raw.Split("--" + boundary).Skip(1).Select(part => part.TrimStart('\r', '\n'));
    }

    private static string Decode(string part)
    {
        var body = part[(Head(part).Length + 4)..];
        return Header(part, "Content-Transfer-Encoding") switch
        {
            "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body.Trim())),
            "quoted-printable" => Printable(body.Replace("=\r\n", "", StringComparison.Ordinal)),
            _ => body,
        };
    }

    /// <summary>RFC 2045 §6.7.</summary>
    private static string Printable(string text)
    {
        List<byte> bytes = [];
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '=' && at + 2 < text.Length)
            {
                bytes.Add(byte.Parse(text.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                at += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([text[at]]));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static string Header(string part, string name) =>
        Regex.Match(Head(part), $@"^{name}:[ ]*([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)", RegexOptions.Multiline | RegexOptions.IgnoreCase).Groups[1].Value.Replace("\r\n", "", StringComparison.Ordinal).Trim();

    private static string Head(string part) => part.Split("\r\n\r\n", 2)[0];

    [GeneratedRegex(@"^([A-Za-z-]+):", RegexOptions.Multiline)]
    private static partial Regex Name();

    [GeneratedRegex("boundary=\"?([^\";\r\n]+)")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"=\?utf-8\?([BbQq])\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex Word();

    /// <summary>White space between two encoded words is none (RFC 2047 §6.2).</summary>
    [GeneratedRegex(@"\?=\s+(?==\?)")]
    private static partial Regex Joined();
}
