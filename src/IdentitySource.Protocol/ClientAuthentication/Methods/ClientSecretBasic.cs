using System.Text;
using System.Text.Unicode;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.ClientAuthentication.Methods;

/// <summary>HTTP Basic, RFC 6749 §2.3.1: id and secret are form-encoded before they become user and password.</summary>
public sealed class ClientSecretBasic : IClientAuthenticationMethod
{
    private const string Scheme = "Basic ";

    private const int Longest = 2048;

    public string Name => "client_secret_basic";

    public Result<ClientProof>? Read(ClientRequest request)
    {
        if (request.Authorization is not { } header)
        {
            return null;
        }

        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ProtocolError.InvalidClient("authorization_scheme_unknown") with { ChallengeBasic = true };
        }

        return Decode(header.AsSpan(Scheme.Length).Trim()) is { } proof
            ? proof
            : ProtocolError.InvalidClient("basic_malformed") with { ChallengeBasic = true };
    }

    private static ClientProof? Decode(ReadOnlySpan<char> encoded)
    {
        Span<byte> bytes = stackalloc byte[Longest];
        if (encoded.Length > Longest || !Convert.TryFromBase64Chars(encoded, bytes, out var count) || !Utf8.IsValid(bytes[..count]))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes[..count]);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        // RFC 7617 §2: neither part holds a control character.
        return colon > 0 && !pair.Any(char.IsControl) && FormDecode(pair[..colon]) is { } id && FormDecode(pair[(colon + 1)..]) is { Length: > 0 } secret
            ? new ClientProof(id, secret)
            : null;
    }

    private static string? FormDecode(string text) =>
        !text.AsSpan().ContainsAny('%', '+') ? text
        : RequestParameters.Parse("x=" + text).Refused(out _, out var parsed) || parsed.All.Count != 1 ? null
        : parsed["x"] ?? "";
}
