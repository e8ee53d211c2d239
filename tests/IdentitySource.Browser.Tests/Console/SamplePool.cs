using IdentitySource.Management;
using IdentitySource.Management.Access;
using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Events;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>A server whose default pool has something of everything, with names that try to be more than text.</summary>
public sealed class SamplePool : IAsyncLifetime
{
    private readonly Dictionary<string, string> ids = [];

    public ConsoleBrowser Console { get; } = new();

    public async Task InitializeAsync()
    {
        await Console.InitializeAsync();
        var application = await Console.Services.GetRequiredService<CreateApplication>().RunAsync(
            Actor.CommandLine,
            new NewApplication { PoolId = Console.PoolId, Name = Gallery.SamplePages.Hostile, Address = "notes", RedirectUris = ["https://rp.acme.test/cb"] },
            default);
        ids["{application}"] = application.Value!.Id.ToString("N");
        await AddEventsAsync(application.Value.Id);
        await AddPermissionsAsync(application.Value.ClientId);
        ids["{user}"] = (await SamplePeople.AddAsync(Console, application.Value!.Id)).ToString("N");
        var entry = await Console.Services.GetRequiredService<AddAccessEntry>().RunAsync(
            Actor.CommandLine, new NewAccessEntry(Console.PoolId, ids["{application}"], new SubjectName(SubjectKind.User, ids["{user}"]), Allow: true), default);
        await Console.Services.GetRequiredService<EnableAccessEntry>().RunAsync(Actor.CommandLine, Console.PoolId, entry.Value.ToString("N"), enabled: false, default);
        await SampleMails.AddAsync(Console);
        var (ended, running) = await SampleImports.AddAsync(Console);
        (ids["{import}"], ids["{running}"]) = (ended.ToString("N"), running.ToString("N"));
    }

    private async Task AddPermissionsAsync(string application)
    {
        var key = await Console.Services.GetRequiredService<CreateAccessKey>().RunAsync(
            Actor.CommandLine, new NewAccessKey(Console.PoolId, application, Remark: Gallery.SamplePages.Hostile), default);
        await Console.Services.GetRequiredService<CreateResource>().RunAsync(
            Actor.CommandLine, new NewResource(Console.PoolId, "book", ResourceType.Api, Gallery.SamplePages.Hostile, ["read", "update"]), default);
        await Console.Services.GetRequiredService<AddRule>().RunAsync(
            Actor.CommandLine,
            new NewRule(Console.PoolId, new SubjectName(SubjectKind.AccessKey, key.Value!.AccessKey), "book", "2019", ["read"], Allow: true),
            default);
    }

    public Task DisposeAsync() => Console.DisposeAsync();

    private async Task AddEventsAsync(Guid applicationId)
    {
        var now = TimeProvider.System.GetUtcNow();
        EventRow refusal = new()
        {
            PoolId = Console.PoolId,
            Id = Guid.CreateVersion7(now),
            At = now,
            Kind = "refusal",
            Reason = "redirect_uri_unregistered",
            ApplicationId = applicationId,
            Reference = "abcdefgh1234",
            RemoteAddress = "2001:db8::1",
            UserAgent = Gallery.SamplePages.Hostile,
            Detail = """{"error":"invalid_request","evidence":[{"name":"given","value":"https://rp.acme.test/<script>"},{"name":"expected","value":"https://rp.acme.test/cb"}]}""",
        };
        EventRow came = new() { PoolId = Console.PoolId, Id = Guid.CreateVersion7(now), At = now, Kind = "authorized", Success = true, ApplicationId = applicationId, Reference = "r" };
        EventRow signIn = new() { PoolId = Console.PoolId, Id = Guid.CreateVersion7(now), At = now, Kind = "sign_in", Success = true, Reference = refusal.Reference };
        await Console.Services.GetRequiredService<IBulkRows>().AddEventsAsync([refusal, signIn, came], default);
        ids["{event}"] = refusal.Id.ToString("N");
        var acts = await Console.Services.GetRequiredService<ListEvents>().RunAsync(new EventQuery { PoolId = Console.PoolId, Administrative = true }, default);
        ids["{act}"] = acts.Events.First(act => act.Kind == "application_created").Id.ToString("N");
    }

    /// <summary>The path with the ids of what the pool has.</summary>
    public string Fill(string path) => ids.Aggregate(path, (filled, id) => filled.Replace(id.Key, id.Value, StringComparison.Ordinal));
}
