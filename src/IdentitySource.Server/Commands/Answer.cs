using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IdentitySource.Management;
using IdentitySource.Server.Composition;

namespace IdentitySource.Server.Commands;

/// <summary>What a command says: one JSON object, or lines for a person.</summary>
/// <param name="Json">Written as it is, with its names in snake case.</param>
public sealed record Answer(object? Json, IReadOnlyList<string> Lines, IReadOnlyList<Fault> Faults)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public int ExitCode { get; init; } = Faults.Count > 0 ? ExitCodes.Refused : ExitCodes.Done;

    public static Answer Of(object json, params IReadOnlyList<string> lines) => new(json, lines, []);

    public static Answer Refused(IReadOnlyList<Fault> faults) => new(null, [], faults);

    public async Task<int> WriteAsync(CommandHost host, bool json)
    {
        foreach (var fault in Faults)
        {
            await host.Error.WriteLineAsync($"{fault.Field}: {fault.Message} ({fault.Reason})");
        }

        if (json && (Json is not null || Faults.Count > 0))
        {
            await host.Output.WriteLineAsync(JsonSerializer.Serialize(Json ?? new { errors = Faults }, Format));
        }
        else
        {
            foreach (var line in Lines)
            {
                await host.Output.WriteLineAsync(line);
            }
        }

        return ExitCode;
    }
}
