using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IdentitySource.Protocol.Errors;
using IdentitySource.Server.Events;

namespace IdentitySource.Server.Endpoints;

/// <summary>The one writer of JSON answers of the back channel.</summary>
internal static class ProtocolAnswers
{
    /// <summary>
    /// RFC 6749 §5.1: a response that carries tokens, or tells of them, is never cached. It asks for both headers, though only
    /// caches of the last century need the second.
    /// </summary>
    public static void NoStore(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
    }

    public static Task WriteAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type, string contentType = "application/json")
    {
        http.Response.ContentType = contentType;
        using (Utf8JsonWriter json = new(http.Response.BodyWriter))
        {
            JsonSerializer.Serialize(json, value, type);
        }

        return http.Response.BodyWriter.FlushAsync(http.RequestAborted).AsTask();
    }

    /// <summary>RFC 6749 §5.2, and the refusal's entry in log and event trail.</summary>
    public static Task RefuseAsync(HttpContext http, ProtocolError error)
    {
        EventTrail.Of(http).Refused(http, error);
        http.Response.StatusCode = error.Status;
        if (error is { Status: 401, ChallengeBasic: true })
        {
            // RFC 6749 §5.2: when the header was used, the answer names the scheme.
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"oidc\", charset=\"UTF-8\"";
        }

        if (error.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return WriteErrorAsync(http, error.Code, error.Description);
    }

    public static Task WriteErrorAsync(HttpContext http, string code, string description)
    {
        http.Response.ContentType = "application/json";
        using (Utf8JsonWriter json = new(http.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("error"u8, code);
            json.WriteString("error_description"u8, description);
            json.WriteEndObject();
        }

        return http.Response.BodyWriter.FlushAsync(http.RequestAborted).AsTask();
    }
}
