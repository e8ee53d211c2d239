using System.Buffers;
using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>The document behind <c>jwks_uri</c>, RFC 7517 §5.</summary>
public static class JwkSet
{
    /// <returns>UTF-8, to be kept and served as it is.</returns>
    public static byte[] Write(IEnumerable<Jwk> keys)
    {
        ArrayBufferWriter<byte> body = new(1024);
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var key in keys)
            {
                key.Write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }
}
