using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol;

/// <summary>
/// The parameters of one request, parsed strictly and once: bytes that are no UTF-8, broken escapes and NUL are refused. A
/// repeated or oversized parameter is remembered by name, because each endpoint has its own way to say so (RFC 6749 §3.1, §3.2).
/// </summary>
public sealed class RequestParameters
{
    /// <summary>More parameters than this are an attack, not a request.</summary>
    public const int Most = 64;

    private readonly List<KeyValuePair<string, string>> entries;

    private RequestParameters(List<KeyValuePair<string, string>> entries) => this.entries = entries;

    /// <summary>The first parameter that came more than once, if any. RFC 8707 §2 lets <c>resource</c> repeat.</summary>
    public string? Repeated { get; private set; }

    /// <summary>The first parameter that is longer than <see cref="ParameterLimits"/> allows, if any.</summary>
    public string? TooLong { get; private set; }

    public IReadOnlyList<KeyValuePair<string, string>> All => entries;

    /// <summary>The value, or null: RFC 6749 §3.1 treats a parameter without a value as if it had been left out.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in entries)
            {
                if (key == name)
                {
                    return value.Length == 0 ? null : value;
                }
            }

            return null;
        }
    }

    /// <summary>True when the parameter came with a value, also where the indexer reads an earlier one without.</summary>
    public bool Has(string name) => entries.Exists(entry => entry.Key == name && entry.Value.Length > 0);

    /// <summary>True when the parameter came more than once, whichever was the first to do so.</summary>
    public bool IsRepeated(string name) => Repeated is not null && entries.Count(entry => entry.Key == name) > 1;

    public static RequestParameters Of(params IEnumerable<KeyValuePair<string, string>> pairs)
    {
        RequestParameters parameters = new([]);
        foreach (var (name, value) in pairs)
        {
            parameters.Add(name, value);
        }

        return parameters;
    }

    /// <summary>A query string, with or without its question mark.</summary>
    public static Result<RequestParameters> Parse(ReadOnlySpan<char> query)
    {
        if (query.StartsWith("?"))
        {
            query = query[1..];
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(query.Length));
        var count = Encoding.UTF8.GetBytes(query, bytes);
        var parsed = Parse(bytes.AsSpan(0, count));
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        return parsed;
    }

    /// <summary>A body of <c>application/x-www-form-urlencoded</c>.</summary>
    public static Result<RequestParameters> Parse(ReadOnlySpan<byte> form)
    {
        RequestParameters parameters = new(new(12));
        foreach (var range in form.Split((byte)'&'))
        {
            var pair = form[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var split = pair.IndexOf((byte)'=');
            if (!Decode(split < 0 ? pair : pair[..split], out var name) || !Decode(split < 0 ? [] : pair[(split + 1)..], out var value))
            {
                return ProtocolError.InvalidRequest("parameter_malformed", "The request holds a broken escape, text that is not UTF-8, or a NUL.");
            }

            if (parameters.entries.Count == Most)
            {
                return ProtocolError.InvalidRequest("parameters_too_many", $"The request holds more than {Most} parameters.");
            }

            parameters.Add(name, value);
        }

        return parameters;
    }

    private void Add(string name, string value)
    {
        if (name != "resource" && Repeated is null && entries.Exists(entry => entry.Key == name))
        {
            Repeated = name;
        }

        if (value.Length > ParameterLimits.Of(name))
        {
            TooLong ??= name;
        }

        entries.Add(new(name, value));
    }

    private static bool Decode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out string? text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(encoded.Length);
        var decoded = rented.AsSpan(0, encoded.Length);
        var length = 0;
        text = null;
        for (var at = 0; at < encoded.Length; at++)
        {
            var value = encoded[at];
            if (value == '%')
            {
                if (at + 2 >= encoded.Length || !HexPair(encoded[at + 1], encoded[at + 2], out value))
                {
                    break;
                }

                at += 2;
            }
            else if (value == '+')
            {
                value = (byte)' ';
            }

            decoded[length++] = value;
            if (at == encoded.Length - 1)
            {
                text = Text(decoded[..length]);
            }
        }

        if (encoded.IsEmpty)
        {
            text = "";
        }

        decoded.Clear();
        ArrayPool<byte>.Shared.Return(rented);
        return text is not null;
    }

    private static string? Text(ReadOnlySpan<byte> bytes) =>
        bytes.Contains((byte)0) || !Utf8.IsValid(bytes) ? null : Encoding.UTF8.GetString(bytes);

    private static bool HexPair(byte high, byte low, out byte value)
    {
        value = 0;
        if (!char.IsAsciiHexDigit((char)high) || !char.IsAsciiHexDigit((char)low))
        {
            return false;
        }

        value = (byte)((Digit(high) << 4) | Digit(low));
        return true;

        static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
    }
}
