using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// The buffer and JSON writer a thread makes its tokens with. It is taken out of its place while in use, so a callback that signs a
/// token of its own gets another one.
/// </summary>
internal sealed class PayloadWriter : IDisposable
{
    /// <summary>A token is base64url from end to end, so nothing needs HTML's escapes, and names stay as short as their UTF-8.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static PayloadWriter? ofThisThread;

    private readonly ArrayBufferWriter<byte> buffer = new(1024);

    private readonly Utf8JsonWriter json;

    private PayloadWriter() => json = new Utf8JsonWriter(buffer, Options);

    public static PayloadWriter Take()
    {
        var writer = ofThisThread ?? new PayloadWriter();
        ofThisThread = null;
        return writer;
    }

    /// <summary>Valid until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Write<TState>(TState state, Action<Utf8JsonWriter, TState> writeClaims)
    {
        json.WriteStartObject();
        writeClaims(json, state);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    /// <summary>Back to its place; what a failed callback left half-written is forgotten.</summary>
    public void Dispose()
    {
        json.Reset();
        buffer.ResetWrittenCount();
        if (buffer.Capacity <= LargestKept)
        {
            ofThisThread = this;
        }
        else
        {
            json.Dispose();
        }
    }
}
