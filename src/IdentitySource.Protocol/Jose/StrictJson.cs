using System.Text.Json;
using System.Text.Unicode;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// JSON that every reader understands the same way: one object, each member once (RFC 7515 §4, RFC 7519 §4), valid Unicode, bounded
/// depth. Whatever passes can be read through <see cref="JsonElement"/> without an exception.
/// </summary>
internal static class StrictJson
{
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    public static JsonElement? ParseObject(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8[0] != (byte)'{' || !Utf8.IsValid(utf8))
        {
            return null;
        }

        try
        {
            if (utf8.IndexOf("\\u"u8) >= 0)
            {
                ReadEveryString(utf8);
            }

            return JsonElement.Parse(utf8, Options);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An escaped lone surrogate is well-formed JSON but no text; the platform finds out only when the string is read.</summary>
    private static void ReadEveryString(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                _ = reader.GetString();
            }
        }
    }
}
