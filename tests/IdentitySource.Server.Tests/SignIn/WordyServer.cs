using System.Collections.Concurrent;
using System.Globalization;
using IdentitySource.TestKit.Http;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>A server whose operator, in search of a fault, has turned every level up that a setting can turn up.</summary>
public sealed class WordyServer : HostedServer
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Serilog:Using:0"] = typeof(WordyServer).Assembly.GetName().Name,
        ["Serilog:WriteTo:0"] = nameof(WrittenLogSetup.Kept),
        ["Serilog:MinimumLevel"] = "Verbose",
        ["Serilog:MinimumLevel:Override:Microsoft"] = "Verbose",
        ["Serilog:MinimumLevel:Override:Microsoft.AspNetCore"] = "Verbose",
        ["Serilog:MinimumLevel:Override:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Verbose",
        ["Serilog:MinimumLevel:Override:System"] = "Verbose",
    };
}

/// <summary>What the server's own log writes, with all properties of each event.</summary>
public sealed class WrittenLog : ILogEventSink
{
    private static readonly JsonFormatter Format = new(renderMessage: true, formatProvider: CultureInfo.InvariantCulture);

    public static ConcurrentQueue<string> Lines { get; } = new();

    public void Emit(LogEvent logEvent)
    {
        using StringWriter line = new();
        Format.Format(logEvent, line);
        Lines.Enqueue(line.ToString());
    }
}

public static class WrittenLogSetup
{
    /// <summary>A sink that the configuration can name.</summary>
    public static LoggerConfiguration Kept(this LoggerSinkConfiguration sinks)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        return sinks.Sink<WrittenLog>();
    }
}
