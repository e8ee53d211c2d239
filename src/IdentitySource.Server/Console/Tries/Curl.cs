using System.Text;

namespace IdentitySource.Server.Console.Tries;

/// <summary>Requests as commands to copy. The secret stands in them as a variable of the shell, never itself.</summary>
internal static class Curl
{
    private const string Next = " \\\n  ";

    public static string Token(string address, IEnumerable<KeyValuePair<string, string>> form, string clientId, string method)
    {
        StringBuilder command = new("curl -sS " + Quoted(address));
        foreach (var (name, value) in form)
        {
            command.Append(Next).Append("--data-urlencode ").Append(Quoted($"{name}={value}"));
        }

        command.Append(Next).Append(method switch
        {
            "client_secret_basic" => $"--user \"{clientId}:$CLIENT_SECRET\"",
            "client_secret_post" => $"--data-urlencode {Quoted("client_id=" + clientId)}{Next}--data-urlencode \"client_secret=$CLIENT_SECRET\"",
            _ => "--data-urlencode " + Quoted("client_id=" + clientId),
        });
        return command.ToString();
    }

    public static string UserInfo(string address) => $"curl -sS {Quoted(address)}{Next}--header \"Authorization: Bearer $ACCESS_TOKEN\"";

    /// <summary>For a POSIX shell: nothing inside single quotes means anything but their end.</summary>
    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
