using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace IdentitySource.Load.Target;

/// <summary>The published server on a data folder of its own: how it is started, and how its commands are called.</summary>
internal sealed class ServerProgram(string assembly, string folder, string? connection)
{
    /// <summary>Of the console.</summary>
    public const string Administrator = "operator@example.com";

    public int Port { get; } = FreePort();

    public string Log => Path.Combine(folder, "server.log");

    public string DataFolder => Path.Combine(folder, "data");

    public string? Connection => connection;

    public string Origin => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Port}");

    public Process Serve()
    {
        // "exec" keeps the pid, and the log goes to a file by itself: reading it would be the generator's work.
        var start = Command("/bin/sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec dotnet \"$0\" serve >> \"$1\" 2>&1");
        start.ArgumentList.Add(assembly);
        start.ArgumentList.Add(Log);
        return Process.Start(start)!;
    }

    /// <summary>One command with <c>--json</c>, and the object that it prints.</summary>
    public async Task<JsonElement> RunAsync(string[] command, CancellationToken cancel)
    {
        var start = Command("dotnet");
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var word in (string[])[assembly, .. command, "--json"])
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0
            ? JsonElement.Parse(output)
            : throw new SetUpException($"'{string.Join(' ', command)}' ended with {process.ExitCode}: {output} {await errors}");
    }

    private ProcessStartInfo Command(string program)
    {
        ProcessStartInfo start = new(program)
        {
            WorkingDirectory = folder,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_CONTENTROOT"] = Path.GetDirectoryName(assembly)!,
                ["ASPNETCORE_URLS"] = Origin,
                ["IdentitySource__PublicOrigin"] = Origin,
                ["IdentitySource__DataFolder"] = DataFolder,
                ["IdentitySource__Administrator__Email"] = Administrator,
                ["IdentitySource__Administrator__Password"] = Person.Password,
            },
        };
        if (connection is not null)
        {
            start.Environment["ConnectionStrings__Default"] = connection;
        }

        return start;
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
