using System.Globalization;
using System.Reflection;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;
using Serilog.Settings.Configuration;

namespace IdentitySource.Server.Composition;

/// <summary>Text for a developer's eyes, one JSON object a line for everything else: there a name with a line break forges no line.</summary>
public static class ServerLog
{
    private const string Template = "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext} {Message}{NewLine}{Exception}";

    /// <summary>
    /// The framework's own lines about requests hold queries, destinations and the arguments of page handlers: codes, tokens and
    /// passwords.
    /// </summary>
    private static readonly string[] Indiscreet =
        ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Mvc.", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];

    /// <param name="command">A command's standard output belongs to its answer, so its log is short and on standard error.</param>
    public static ILoggingBuilder AddServerLog(
        this ILoggingBuilder logging, IConfiguration configuration, IHostEnvironment environment, bool command = false) =>
        logging.ClearProviders()
            // For whatever a host adds beside Serilog; Serilog goes by its own levels and by the filter below.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
            .AddSerilog(Create(configuration, environment, command), dispose: true);

    private static Logger Create(IConfiguration configuration, IHostEnvironment environment, bool command)
    {
        LogEventLevel? toError = command ? LogEventLevel.Verbose : null;
        var log = new LoggerConfiguration()
            .MinimumLevel.Is(command ? LogEventLevel.Warning : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // What fails in the database is thrown, and logged once by whoever catches it.
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Fatal)
            .Enrich.FromLogContext()
            .ReadFrom.Configuration(configuration, new ConfigurationReaderOptions(Extensions(configuration)))
            // A filter and no level, so that no setting brings them back.
            .Filter.ByExcluding(IsIndiscreet);

        return (environment.IsDevelopment()
            ? log.WriteTo.Console(outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: toError)
            : log.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture), standardErrorFromLevel: toError))
            .CreateLogger();
    }

    /// <summary>The console and what the settings name. Left to look for itself, Serilog opens every file of the program at each start.</summary>
    private static Assembly[] Extensions(IConfiguration configuration) =>
        [typeof(ConsoleLoggerConfigurationExtensions).Assembly, .. configuration.GetSection("Serilog:Using").GetChildren().Select(name => Assembly.Load(name.Value!))];

    private static bool IsIndiscreet(LogEvent line) =>
        line.Level < LogEventLevel.Warning
        && line.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: string category }
        && Array.Exists(Indiscreet, prefix => category.StartsWith(prefix, StringComparison.Ordinal));
}
