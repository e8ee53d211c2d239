using IdentitySource.Management;
using IdentitySource.Management.Setup;
using IdentitySource.Server.Console;

namespace IdentitySource.Server.Composition;

/// <summary>
/// The last lines of a start: where the server answers, and while nobody administers this deployment a one-time link to the set-up
/// page. With an administrator in the configuration that person is made instead.
/// </summary>
public sealed partial class StartNotice(
    DeploymentOptions options, Administrators administrators, CreateSetupLink setupLink, IHostEnvironment environment, ILogger<StartNotice> log)
{
    /// <summary>Before the server answers: an administrator of the configuration is there from the first request on.</summary>
    public async Task EnsureAdministratorAsync(CancellationToken cancel)
    {
        if (options.Administrator is { } wanted && !await administrators.AnyAsync(cancel)
            && (await administrators.AddFirstAsync(Actor.Server, wanted.Email, wanted.Password, cancel)).Refused(out var faults, out _)
            && !faults.Any(fault => fault.Reason == "administrator_exists"))
        {
            throw new ConfigurationException([.. faults.Select(fault => $"{DeploymentOptions.Section}__Administrator: {fault.Message}")]);
        }
    }

    /// <summary>Once the server answers.</summary>
    public async Task ShowAsync(CancellationToken cancel)
    {
        var address = options.PublicOrigin;
        var setup = (await setupLink.RunAsync(Actor.Server, cancel)).Value is { } link ? address + link.Path : null;
        if (environment.IsDevelopment())
        {
            LogFrame(Frame(setup is null
                ? [$"IdentitySource is running at {address}", $"Console: {address}{ConsoleRoutes.Root}"]
                : [$"IdentitySource is running at {address}", "Nobody administers it yet. Set it up with this link, once, within 30 minutes:", setup]));
        }
        else if (setup is null)
        {
            LogRunning(address, address + ConsoleRoutes.Root);
        }
        else
        {
            LogRunningUnattended(address, setup);
        }
    }

    private static string Frame(string[] lines)
    {
        var width = lines.Max(line => line.Length);
        var edge = new string('─', width + 2);
        return $"{Environment.NewLine}┌{edge}┐{Environment.NewLine}"
            + string.Concat(lines.Select(line => $"│ {line.PadRight(width)} │{Environment.NewLine}"))
            + $"└{edge}┘";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Notice:l}")]
    private partial void LogFrame(string notice);

    [LoggerMessage(Level = LogLevel.Information, Message = "IdentitySource is running at {Address}, its console at {Console}")]
    private partial void LogRunning(string address, string console);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "IdentitySource is running at {Address}. Nobody administers it yet; set it up, once, within 30 minutes: {SetupLink}")]
    private partial void LogRunningUnattended(string address, string setupLink);
}
