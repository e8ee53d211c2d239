namespace IdentitySource.Server.Api;

/// <summary>Where a list goes on: after a name or an id, by which it is ordered.</summary>
internal static class Place
{
    private const int Longest = 100;

    public static ApiProblem Wrong { get; } = ApiProblem.Malformed("parameter_malformed", "after", "This is no place in the list.");

    /// <summary>Nothing that was not the last id of some page.</summary>
    public static bool IsId(ApiCall call, out Guid? after) => call.TryId("after", out after);

    /// <summary>Nothing that was not the last name of some page.</summary>
    public static bool IsName(string? after) =>
        after is null || (after.Length <= Longest && after.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-'));
}
