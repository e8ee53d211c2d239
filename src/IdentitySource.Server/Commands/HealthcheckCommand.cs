using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using IdentitySource.Server.Composition;

namespace IdentitySource.Server.Commands;

/// <summary>
/// Asks the server of this machine whether it is ready: for container images without a shell. It opens neither the database nor the
/// data folder, so it may run every few seconds beside the server.
/// </summary>
internal static class HealthcheckCommand
{
    /// <summary>Longer than the server itself looks (<see cref="Readiness"/>), shorter than an engine waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Option<string> Address = CommonOptions.One<string>(
        "--address", "Where the server listens: http://127.0.0.1:8080. Else read from appsettings.json and the environment.");

    public static Command Create(CommandHost host)
    {
        Command command = new("healthcheck", "Ask the server on this machine whether it is ready: exit code 0 or 1.") { Address, CommonOptions.Json };
        command.SetAction(async (parsed, cancel) =>
            await (await AskAsync(OwnAddress(host, parsed.GetValue(Address)), cancel)).WriteAsync(host, CommonOptions.IsJson(parsed)));
        return command;
    }

    private static BindingAddress OwnAddress(CommandHost host, string? given)
    {
        ConfigurationManager configuration = new();
        configuration.AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_");
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        configuration.AddEnvironmentVariables().AddInMemoryCollection(host.Settings);
        if (given is not null)
        {
            configuration["Kestrel:Endpoints:0:Url"] = given;
        }

        try
        {
            return ListenAddress.Own(configuration);
        }
        catch (FormatException)
        {
            throw new ConfigurationException(["The address that the server listens at is none, like 'http://127.0.0.1:8080'."]);
        }
    }

    private static async Task<Answer> AskAsync(BindingAddress server, CancellationToken cancel)
    {
        using var handler = Handler(server);
        using HttpClient client = new(handler) { Timeout = Patience };
        Uri address = new(server.IsUnixPipe ? "http://localhost/health/ready" : $"{server.Scheme}://{server.Host}:{server.Port}/health/ready");
        try
        {
            using var answer = await client.GetAsync(address, cancel);
            var body = await answer.Content.ReadAsStringAsync(cancel);
            return Told(answer.StatusCode == HttpStatusCode.OK, body, address);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return Told(ready: false, failure is TaskCanceledException ? "it does not answer in time" : failure.Message, address);
        }
    }

    private static Answer Told(bool ready, string body, Uri address) =>
        Answer.Of(new { ready, state = body }, $"{address}: {body}") with { ExitCode = ready ? ExitCodes.Done : ExitCodes.Refused };

    private static SocketsHttpHandler Handler(BindingAddress server)
    {
        // Neither a proxy of the environment nor a redirect has anything to say about this machine's own server.
        SocketsHttpHandler handler = new() { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };

        // The certificate is made out to the public host; this is the way to oneself, and nothing secret travels on it.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        if (server.IsUnixPipe)
        {
            handler.ConnectCallback = async (_, cancel) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(server.UnixPipePath), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return handler;
    }
}
