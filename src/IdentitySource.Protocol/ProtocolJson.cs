using System.Text.Json.Serialization;
using IdentitySource.Protocol.Introspection;
using IdentitySource.Protocol.Token;

namespace IdentitySource.Protocol;

/// <summary>The protocol's JSON bodies, written without reflection.</summary>
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(IntrospectionAnswer))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
public sealed partial class ProtocolJson : JsonSerializerContext;
