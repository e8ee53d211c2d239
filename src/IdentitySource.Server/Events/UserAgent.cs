namespace IdentitySource.Server.Events;

/// <summary>What the browser says it is, no longer than the column that keeps it.</summary>
internal static class UserAgent
{
    private const int Longest = 300;

    public static string Of(HttpContext http)
    {
        var text = http.Request.Headers.UserAgent.ToString();
        return text.Length > Longest ? text[..Longest] : text;
    }
}
