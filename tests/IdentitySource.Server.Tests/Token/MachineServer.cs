using System.Text;
using IdentitySource.Management;
using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>A server on which applications have programmatic access accounts, and rules for them.</summary>
public sealed class MachineServer : HostedServer
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>An account that may read announcements, of an application of its own.</summary>
    public async Task<Machine> MachineAsync(ApplicationPolicy? policy = null)
    {
        var application = await ApplicationAsync(input => input with
        {
            GrantTypes = ["client_credentials", "authorization_code"],
            Policy = policy ?? input.Policy,
        });
        var key = (await Get<CreateAccessKey>().RunAsync(Actor.CommandLine, new NewAccessKey(PoolId, application.Keys.ClientId), default)).Value!;
        foreach (var resource in new[] { "announce", "customer" })
        {
            await Get<CreateResource>().RunAsync(Actor.CommandLine, new NewResource(PoolId, resource, ResourceType.Api, $"The {resource} API", ["read", "update"]), default);
        }

        await RuleAsync(SubjectKind.AccessKey, key.AccessKey);
        return new Machine(Client(), application, key);
    }

    public async Task<Guid> RuleAsync(SubjectKind kind, string subject)
    {
        NewRule rule = new(PoolId, new SubjectName(kind, subject), "announce", null, ["read"], Allow: true);
        var added = await Get<AddRule>().RunAsync(Actor.CommandLine, rule, default);
        Assert.Empty(added.Faults);
        return added.Value;
    }

    public Task EnableAsync(IssuedAccessKey key, bool enabled) => Get<EnableAccessKey>().RunAsync(Actor.CommandLine, PoolId, key.AccessKey, enabled, default);
}

/// <summary>A programmatic access account with the application that it belongs to.</summary>
public sealed record Machine(HttpClient Http, RelyingParty Application, IssuedAccessKey Key)
{
    public const string Usual = "announce:read announce:update customer";

    public async Task<Answer> AskAsync(string? secret = null, string scope = Usual, bool basic = false, string? issuer = null)
    {
        Dictionary<string, string> form = new() { ["grant_type"] = "client_credentials", ["scope"] = scope };
        using HttpRequestMessage request = new(HttpMethod.Post, (issuer ?? Application.Keys.Issuer) + "/token");
        if (basic)
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Key.AccessKey}:{secret ?? Key.Secret}")));
        }
        else
        {
            (form["client_id"], form["client_secret"]) = (Key.AccessKey, secret ?? Key.Secret);
        }

        request.Content = new FormUrlEncodedContent(form);
        return await Answer.OfAsync(await Http.SendAsync(request));
    }

    public async Task<string> TokenAsync(string? issuer = null) => (await AskAsync(issuer: issuer))["access_token"]!;
}
