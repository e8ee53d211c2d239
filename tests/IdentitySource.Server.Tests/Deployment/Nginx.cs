using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>nginx with the configuration that the documents show; only ports, name and certificate are the test's.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Host = "id.acme.test";

    private readonly string folder = Directory.CreateTempSubdirectory("identitysource-nginx-").FullName;
    private readonly X509Certificate2 certificate;
    private readonly int port = ServerProcess.FreePort();
    private Process? process;

    public Nginx()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={Host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        File.WriteAllText(Path.Combine(folder, "fullchain.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    public static string? Program { get; } = new[] { "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx" }.FirstOrDefault(File.Exists);

    public int PlainPort { get; } = ServerProcess.FreePort();

    public Uri Origin => new($"https://{Host}:{port}");

    public async Task StartAsync(int server)
    {
        var main = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(main, Main(Site(server)));
        process = Process.Start(new ProcessStartInfo(Program!, ["-c", main, "-p", folder, "-e", Path.Combine(folder, "error.log")]));
        for (var tries = 0; !await ListensAsync(); tries++)
        {
            if (tries > 200 || process!.HasExited)
            {
                Assert.Fail("nginx did not start: " + await File.ReadAllTextAsync(Path.Combine(folder, "error.log")));
            }

            await Task.Delay(50);
        }
    }

    /// <summary>A visitor who comes from an address of this machine, and trusts this certificate and no other.</summary>
    public HttpClient Client(string from = "127.0.0.1")
    {
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        handler.ConnectCallback = (context, cancel) => ConnectAsync(from, context.DnsEndPoint.Port, cancel);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString();
        return new HttpClient(handler) { BaseAddress = Origin, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    public static async ValueTask<Stream> ConnectAsync(string from, int port, CancellationToken cancel)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        certificate.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Around the site, what a distribution's own file says, in folders of the test.</summary>
    private string Main(string site) => $$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        events { worker_connections 256; }
        http {
            access_log off;
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
            {{site}}
        }
        """;

    private string Site(int server)
    {
        var site = Repository.Text("docs/operating/examples/nginx.conf");
        foreach (var (shown, ours) in new[]
        {
            ("server 127.0.0.1:8080;", $"server 127.0.0.1:{server};"), ("listen 443 ssl", $"listen 127.0.0.1:{port} ssl"), ("listen 80;", $"listen 127.0.0.1:{PlainPort};"),
            ("https://id.example.com$", $"https://{Host}:{port}$"), ("server_name id.example.com;", $"server_name {Host};"), ("/etc/ssl/identitysource/", $"{folder}/"),
        })
        {
            Assert.Contains(shown, site, StringComparison.Ordinal);
            site = site.Replace(shown, ours, StringComparison.Ordinal);
        }

        return site;
    }

    private async Task<bool> ListensAsync()
    {
        try
        {
            await using var reached = await ConnectAsync("127.0.0.1", port, default);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>What only nginx can show.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (Nginx.Program is null)
        {
            Skip = "needs nginx (Debian's package nginx)";
        }
    }
}
