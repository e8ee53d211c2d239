using IdentitySource.Protocol.Claims;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>A claim as it is written in a field that takes one a line: <c>name = {user field}</c> or <c>name = "fixed value"</c>.</summary>
internal static class ClaimLine
{
    /// <summary>Only what stands in quotes is fixed: a field of the user that was misspelt is refused, and not told to every application as it stands.</summary>
    public static CustomClaim Read(string line)
    {
        var (name, source) = line.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : (line, "");
        return source is ['"', .. var value, '"'] ? new CustomClaim(name, value, null) : new CustomClaim(name, null, source.Length == 0 ? null : source);
    }

    public static string Write(CustomClaim claim) => claim.Field is { } field ? $"{claim.Name} = {field}" : $"{claim.Name} = \"{claim.Value}\"";
}
