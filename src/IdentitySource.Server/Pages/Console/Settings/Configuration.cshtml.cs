using System.Text;
using System.Text.Json;
using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Configuration;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Settings;

/// <summary>The pool's configuration as a file: taken out, compared with another one, and made as that one says.</summary>
public sealed class ConfigurationModel(ExportConfiguration export, ApplyConfiguration apply) : ConsolePage<SettingsTexts>
{
    public static IReadOnlyList<PickOption> Formats { get; } = [new("json", "JSON"), new("yaml", "YAML")];

    /// <summary>What the file that was given would change; null before one was.</summary>
    public ConfigurationPlan? Plan { get; private set; }

    /// <summary>The file that the plan is about.</summary>
    public string? Given { get; private set; }

    public static string Value(object? value) => value is string text ? text : JsonSerializer.Serialize(value);

    public void OnGet()
    {
    }

    /// <summary>A post, because it is written down who took it.</summary>
    public Task<IActionResult> OnPostExportAsync(string? format, CancellationToken cancel) => FileAsync(format, withSecrets: false, cancel);

    [Needs(ConsoleRole.Owner), Sensitive]
    public Task<IActionResult> OnPostExportSecretsAsync(string? format, CancellationToken cancel) => FileAsync(format, withSecrets: true, cancel);

    public async Task<IActionResult> OnPostPlanAsync(string? configuration, IFormFile? file, CancellationToken cancel)
    {
        Given = await TextAsync(configuration, file, cancel);
        return await RunAsync(dryRun: true, cancel) ?? Page();
    }

    [Sensitive]
    public async Task<IActionResult> OnPostApplyAsync(string? configuration, CancellationToken cancel)
    {
        Given = configuration ?? "";
        return await RunAsync(dryRun: false, cancel) ?? Done("configuration_applied");
    }

    /// <returns>Null when nothing is wrong with it.</returns>
    private async Task<IActionResult?> RunAsync(bool dryRun, CancellationToken cancel)
    {
        if (ConfigurationFile.Read(Given!).Refused(out var faults, out var wanted)
            || (await apply.RunAsync(Actor, Pool.Id, wanted, dryRun, cancel)).Refused(out faults, out var plan))
        {
            return Refuse(faults.Select(Place));
        }

        Plan = plan;
        return null;
    }

    /// <summary>Whatever is wrong stands in the one field that there is; where in the file, the text says.</summary>
    private ConsoleFault Place(Fault fault)
    {
        var said = Explain(fault);
        return fault.Field == "configuration" ? said : said with { Field = "configuration", Text = $"{fault.Field}: {said.Text}" };
    }

    private async Task<IActionResult> FileAsync(string? format, bool withSecrets, CancellationToken cancel)
    {
        var configuration = await export.RunAsync(Actor, Pool.Id, withSecrets, cancel);
        var (text, type, ending) = format == "yaml"
            ? (ConfigurationFile.ToYaml(configuration), "application/yaml", "yaml")
            : (ConfigurationFile.ToJson(configuration), "application/json", "json");
        return File(Encoding.UTF8.GetBytes(text), type, $"{Pool.Slug}.{ending}");
    }

    /// <summary>The file when there is one, else what was typed.</summary>
    private static async Task<string> TextAsync(string? typed, IFormFile? file, CancellationToken cancel)
    {
        if (file is null || file.Length == 0)
        {
            return typed ?? "";
        }

        using StreamReader reader = new(file.OpenReadStream());
        return await reader.ReadToEndAsync(cancel);
    }
}
