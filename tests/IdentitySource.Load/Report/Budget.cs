using System.Text.Json;

namespace IdentitySource.Load.Report;

/// <summary>budget.json: the most that anything may cost. What it does not name is measured and not judged.</summary>
internal sealed record Budget
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public required Dictionary<string, RequestBudget> Requests { get; init; }

    /// <summary>Of a refresh, when requests come at half the rate that the server can take.</summary>
    public required double HalfLoadP99Ms { get; init; }

    /// <summary>From the start of the process to the first answer, with an existing database.</summary>
    public required double StartSeconds { get; init; }

    public required double IdleMegabytes { get; init; }

    public required double LoadMegabytes { get; init; }

    public static Budget Read(string file) => JsonSerializer.Deserialize<Budget>(File.ReadAllBytes(file), Json)!;
}

/// <param name="Signatures">Processor time of server and database together, as a multiple of one RSA-2048 signature.</param>
/// <param name="Transactions">Of the database, for one request; null: any number.</param>
internal sealed record RequestBudget(double Signatures, double? Transactions = null);
