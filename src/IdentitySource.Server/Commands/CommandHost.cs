using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Composition;
using IdentitySource.Storage;

namespace IdentitySource.Server.Commands;

/// <summary>What a command runs in: the services of the server without the server, with the database open.</summary>
/// <param name="Settings">Configuration on top of files and environment.</param>
public sealed record CommandHost(TextReader Input, TextWriter Output, TextWriter Error, IReadOnlyDictionary<string, string?> Settings)
{
    public static CommandHost OfThisProcess { get; } = new(System.Console.In, System.Console.Out, System.Console.Error, new Dictionary<string, string?>());

    /// <summary>Runs a command that needs the deployment's data.</summary>
    public Task<int> RunAsync(ParseResult parsed, Func<CommandRun, Task<Answer>> run, CancellationToken cancel) => RunAsync(
        parsed,
        async (services, token) =>
        {
            await services.GetRequiredService<DatabaseStartup>().OpenAsync(DatabaseUse.Command, token);
            return await run(new CommandRun(services, parsed, token));
        },
        cancel);

    /// <summary>Runs a command that opens the database itself, if at all.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, CancellationToken, Task<Answer>> run, CancellationToken cancel)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            // Where the server reads its appsettings.json too; the working folder is the caller's.
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"),
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Configuration.AddSecretFiles();
        builder.Logging.AddServerLog(builder.Configuration, builder.Environment, command: true);
        builder.Services.AddIdentitySource(builder.Configuration);

        // Built and never started: no server, no background work; its end closes the database.
        var app = builder.Build();
        await using var end = (IAsyncDisposable)app;
        var answer = await run(app.Services, cancel);
        return await answer.WriteAsync(this, CommonOptions.IsJson(parsed));
    }
}

/// <summary>One run of one command.</summary>
public sealed record CommandRun(IServiceProvider Services, ParseResult Parsed, CancellationToken Cancel)
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>The user pool of <c>--pool</c>.</summary>
    public Task<Outcome<Guid>> PoolAsync() => Get<FindPool>().RunAsync(Parsed.GetValue(CommonOptions.Pool) ?? "", Cancel);
}
