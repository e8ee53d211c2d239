using IdentitySource.Management.Mail;
using IdentitySource.Management.UserImports;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;

namespace IdentitySource.Server.Composition;

/// <summary>The server itself, from its arguments to its end.</summary>
public static class ServeHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = Build(args);

        // Neither waits for the other: putting the pipeline together asks for neither the database nor the master key. The database is
        // first, so that the container ends it last and the operator reads what is wrong with it.
        var database = app.Services.GetRequiredService<DatabaseStartup>();
        var pipeline = Task.Run(app.UseIdentitySource);
        await Task.WhenAll(database.OpenAsync(DatabaseUse.Server, app.Lifetime.ApplicationStopping), pipeline);
        var notice = app.Services.GetRequiredService<StartNotice>();
        await notice.EnsureAdministratorAsync(app.Lifetime.ApplicationStopping);
        await Listening.BeginAsync(app);
        RuntimeFloor.WarnBelow(app.Logger, RuntimeFloor.Running);
        await notice.ShowAsync(app.Lifetime.ApplicationStopping);

        // What only the start needed goes back to the system; an idle server would keep it for good.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await app.WaitForShutdownAsync();
        return ExitCodes.Done;
    }

    internal static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, WebRootPath = PublishedFiles() });
        builder.Configuration.AddSecretFiles();
        builder.Logging.AddServerLog(builder.Configuration, builder.Environment);
        builder.Services.AddIdentitySource(builder.Configuration);
        builder.Services.AddProtocol().AddProtocolRoutes().AddSignIn().AddConsole().AddApi().AddDemoShop();
        builder.AddHostedPages();
        builder.LimitRequests();
        builder.Services.AddHostedService<ChangeFollower>();
        builder.Services.AddHostedService<KeyKeeper>();
        builder.Services.AddHostedService<PrivateDatabaseWatch>();
        builder.Services.AddHostedService<ImportWorker>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MailSender>());
        builder.Services.AddSingleton<StartNotice>();
        builder.Services.AddLeaving();
        builder.ListenByDefault();
        return builder.Build();
    }

    /// <summary>A published server has its static files beside itself, from whichever folder it is started; null while it is in its source tree.</summary>
    private static string? PublishedFiles() => Path.Combine(AppContext.BaseDirectory, "wwwroot") is var files && Directory.Exists(files) ? files : null;

    /// <summary>Where nothing says otherwise, the server listens at its public origin if that is plain http on this machine, else at the default one.</summary>
    private static void ListenByDefault(this WebApplicationBuilder builder)
    {
        if (!ListenAddress.IsSaid(builder.Configuration))
        {
            builder.WebHost.UseUrls(ListenAddress.Usual(builder.Configuration[$"{DeploymentOptions.Section}:PublicOrigin"]));
        }
    }
}
