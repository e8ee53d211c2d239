using System.Text;

namespace IdentitySource.Load.Http;

/// <summary>Requests as the bytes that travel, so that one which is sent a thousand times is written once.</summary>
internal static class Request
{
    public static byte[] Get(Uri uri, string? authorization = null, string? cookies = null) =>
        Encoding.ASCII.GetBytes(Head("GET", uri, authorization, cookies) + "\r\n");

    public static byte[] Post(Uri uri, string form, string? authorization = null, string? cookies = null) =>
        Encoding.ASCII.GetBytes(
            $"{Head("POST", uri, authorization, cookies)}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}");

    public static string Form(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        StringBuilder form = new();
        foreach (var (name, value) in fields)
        {
            form.Append(form.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return form.ToString();
    }

    /// <summary>RFC 6749 §2.3.1: both parts are form-encoded before they are joined.</summary>
    public static string Basic(string id, string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"));

    private static string Head(string method, Uri uri, string? authorization, string? cookies) =>
        $"{method} {uri.PathAndQuery} HTTP/1.1\r\nHost: {uri.Authority}\r\n"
        + (authorization is null ? "" : $"Authorization: {authorization}\r\n")
        + (cookies is null ? "" : $"Cookie: {cookies}\r\n");
}
