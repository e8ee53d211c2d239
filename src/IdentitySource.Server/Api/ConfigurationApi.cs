using System.Text.Json;
using System.Text.Json.Nodes;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Configuration;

namespace IdentitySource.Server.Api;

/// <summary>The configuration of the key's pool as one file: taken out, compared, applied. The same as the commands <c>export</c> and <c>apply</c>.</summary>
internal static class ConfigurationApi
{
    public static void MapConfiguration(this IEndpointRouteBuilder api)
    {
        api.MapGet("/configuration", (ApiCall call, ExportConfiguration export) => ExportAsync(call, export, withSecrets: false)).Is(
            ApiScopes.ConfigurationRead, "Export the configuration", "Applications, roles, groups, resources and rules as one file, JSON or YAML. No people, no keys, no secret.").Takes("format");
        api.MapGet("/configuration/with-secrets", (ApiCall call, ExportConfiguration export) => ExportAsync(call, export, withSecrets: true)).Is(
            ApiScopes.ConfigurationSecrets, "Export the configuration with secrets", "Those of applications, in clear: keep the file as you keep them. The audit trail says who took it.").Takes("format");
        api.MapPost("/configuration/apply", ApplyAsync).Is(
            ApiScopes.ConfigurationWrite, "Apply a configuration",
            "All of it or nothing. What is so already stays, so a second time changes nothing; what is left out stays too, and nothing is removed. With `dry_run` it is compared alone.").Takes("dry_run").Dear();
    }

    private static async Task<ApiFile> ExportAsync(ApiCall call, ExportConfiguration export, bool withSecrets)
    {
        var configuration = await export.RunAsync(call.Actor, call.PoolId, withSecrets, call.Cancel);
        return call.Text("format") == "yaml"
            ? new ApiFile(ConfigurationFile.ToYaml(configuration), ApiMedia.Yaml)
            : new ApiFile(ConfigurationFile.ToJson(configuration), ApiMedia.Json);
    }

    private static async Task<ApiAnswer<ConfigurationPlanBody>> ApplyAsync(ApiCall call, ApiBody<PoolConfiguration> body, ApplyConfiguration apply)
    {
        var dryRun = call.Flag("dry_run") ?? false;
        return (await apply.RunAsync(call.Actor, call.PoolId, body.Value, dryRun, call.Cancel)).Refused(out var faults, out var plan)
            ? ApiProblem.Of(call, faults)
            : new ConfigurationPlanBody(!dryRun, [.. plan.Changes.Select(PlannedChangeItem.Of)], plan.Unmentioned);
    }
}

/// <summary>What the file would change, or has changed.</summary>
internal sealed record ConfigurationPlanBody(bool Applied, IReadOnlyList<PlannedChangeItem> Changes, IReadOnlyList<string> Unmentioned);

internal sealed record PlannedChangeItem(string Act, string Noun, string Name, IReadOnlyDictionary<string, SettingDifferenceItem> Differences)
{
    public static PlannedChangeItem Of(PlannedChange change) => new(
        change.Act, change.Noun, change.Name,
        change.Differences.ToDictionary(each => each.Key, each => new SettingDifferenceItem(Node(each.Value.Before), Node(each.Value.After)), StringComparer.Ordinal));

    private static JsonNode? Node(object? value) => JsonSerializer.SerializeToNode(value);
}

/// <summary>Of one setting, whatever type it has; left out where there was nothing.</summary>
internal sealed record SettingDifferenceItem(JsonNode? Before, JsonNode? After);
