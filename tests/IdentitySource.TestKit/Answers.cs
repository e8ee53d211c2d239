using System.Buffers;
using System.Text;
using System.Text.Json;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Introspection;
using IdentitySource.Protocol.UserInfo;

namespace IdentitySource.TestKit;

/// <summary>Answers of the core as they go over the wire.</summary>
public static class Answers
{
    public static string Text(UserInfoAnswer answer)
    {
        ArrayBufferWriter<byte> body = new();
        answer.WriteTo(body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    public static JsonElement Json(UserInfoAnswer answer) => JsonElement.Parse(Text(answer));

    public static string Text(IntrospectionAnswer answer) => JsonSerializer.Serialize(answer, ProtocolJson.Default.IntrospectionAnswer);
}
