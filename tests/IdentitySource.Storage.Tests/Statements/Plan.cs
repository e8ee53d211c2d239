using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>How PostgreSQL would run a statement, and what is wrong with that.</summary>
internal static partial class Plan
{
    /// <summary>Where neither use nor comparison says it, the type of a parameter has to be given.</summary>
    private static readonly Dictionary<string, string> Types = new()
    {
        ["absolute"] = "bigint",
        ["application"] = "uuid",
        ["session"] = "uuid",
        ["now"] = "timestamptz",
        ["remembered"] = "bigint",
        ["refresh"] = "bytea",
        ["revoked_at"] = "timestamptz",
        ["pools"] = "uuid[]",
        ["ids"] = "uuid[]",
        ["times"] = "timestamptz[]",
    };

    /// <summary>The plan that is made once for all values: a prepared statement gets it, and a value cannot make it look better.</summary>
    public static async Task<JsonElement> OfAsync(string connectionString, string statement)
    {
        await using NpgsqlConnection connection = new($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        List<string> names = [.. Parameter().Matches(statement).Select(match => match.Groups[1].Value).Distinct()];
        var numbered = Parameter().Replace(statement, match => $"${names.IndexOf(match.Groups[1].Value) + 1}");
        var types = string.Join(", ", names.Select(name => Types.GetValueOrDefault(name, "unknown")));
        await DoAsync(connection, "SET plan_cache_mode = force_generic_plan");
        await DoAsync(connection, $"PREPARE it ({types}) AS {numbered}");
        await using NpgsqlCommand explain = new($"EXPLAIN (FORMAT JSON) EXECUTE it({string.Join(", ", names.Select(_ => "NULL"))})", connection);
        return Parse((string)(await explain.ExecuteScalarAsync())!);
    }

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement[0].GetProperty("Plan");

    /// <summary>Each step that reads a whole table, or a whole user pool.</summary>
    public static IEnumerable<string> Flaws(JsonElement step)
    {
        var kind = step.GetProperty("Node Type").GetString()!;
        if (kind == "Seq Scan")
        {
            yield return $"{kind} on {step.GetProperty("Relation Name")}";
        }
        else if (kind.Contains("Index", StringComparison.Ordinal) && !IsSelective(step))
        {
            yield return $"{kind} on {step.GetProperty("Index Name")} reads all of a pool";
        }

        foreach (var flaw in step.TryGetProperty("Plans", out var inner) ? inner.EnumerateArray().SelectMany(Flaws) : [])
        {
            yield return flaw;
        }
    }

    private static bool IsSelective(JsonElement scan) =>
        scan.TryGetProperty("Index Cond", out var condition) && Compared().Matches(condition.GetString()!).Any(match => match.Groups[1].Value != "pool_id");

    private static async Task DoAsync(NpgsqlConnection connection, string statement)
    {
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("@([a-z_]+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(\w+)\)?(?:::\w+)? (?:=|<|>|<=|>=) ")]
    private static partial Regex Compared();
}
