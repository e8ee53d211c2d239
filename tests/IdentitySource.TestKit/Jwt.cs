using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace IdentitySource.TestKit;

/// <summary>Looks into a JWT without verifying it.</summary>
public static class Jwt
{
    public static string Header(string token) => Part(token, 0);

    public static string Payload(string token) => Part(token, 1);

    public static JsonElement Claims(string token) => JsonElement.Parse(Payload(token));

    /// <summary>The names of the claims, in their order.</summary>
    public static IEnumerable<string> Names(string token) => Claims(token).EnumerateObject().Select(claim => claim.Name);

    private static string Part(string token, int index) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[index]));
}
