using System.Text.Json;
using IdentitySource.Load.Measure;

namespace IdentitySource.Load.Report;

/// <summary>Everything one invocation found out.</summary>
internal sealed record Results
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public required DateTimeOffset MeasuredAt { get; init; }

    public required string Machine { get; init; }

    public required int Cores { get; init; }

    public required int Connections { get; init; }

    public required double SignatureMs { get; init; }

    public required double PasswordHashMs { get; init; }

    public required double[] StartSeconds { get; init; }

    public required double IdleMegabytes { get; init; }

    /// <summary>Processor seconds a second without requests; taken off every row.</summary>
    public Clocks IdleCores { get; init; }

    public double LoadMegabytes { get; init; }

    /// <summary>The paced run; null when its scenario was not among those chosen.</summary>
    public Row? HalfLoad { get; init; }

    public IReadOnlyList<Row> Rows { get; init; } = [];

    public double MedianStart => Statistics.Median(StartSeconds);

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Json));
}
