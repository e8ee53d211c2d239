namespace IdentitySource.Storage;

/// <summary>A program that opens the database for a person.</summary>
/// <param name="Arguments">Without secrets: every user of the machine can list them.</param>
/// <param name="Environment">The secrets, and what else the program takes from there.</param>
/// <param name="Statement">The argument that comes before a statement to run.</param>
/// <param name="Package">What to install when the program is missing.</param>
public sealed record DatabaseShell(
    string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Environment, string Statement, string Package)
{
    /// <summary>Arguments only: a log line must not show the secrets.</summary>
    public override string ToString() => $"{Program} {string.Join(' ', Arguments)}";
}
