using System.Security.Cryptography;
using IdentitySource.Browser.Tests.Gallery;
using IdentitySource.Management;
using IdentitySource.Management.Groups;
using IdentitySource.Management.Roles;
using IdentitySource.Management.Users;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>Somebody of whom everything is known, who is signed in, has allowed an application something and is in a group.</summary>
internal static class SamplePeople
{
    public static async Task<Guid> AddAsync(ConsoleBrowser console, Guid applicationId)
    {
        var id = (await Get<AddUser>().RunAsync(
            Actor.CommandLine, new NewUser { PoolId = console.PoolId, Username = "hostile", Email = "hostile@acme.test", EmailVerified = true, Password = "correct horse 42", Name = SamplePages.Hostile }, default)).Value;
        await Get<UpdateUser>().RunAsync(
            Actor.CommandLine,
            new UserName(console.PoolId, id.ToString("N")),
            null,
            UserFields.All.Where(field => field.Form is UserFieldForm.Line or UserFieldForm.Lines).ToDictionary(field => field.Name, _ => (string?)SamplePages.Hostile),
            default);
        await Get<CreateGroup>().RunAsync(Actor.CommandLine, console.PoolId, "staff", SamplePages.Hostile, default);
        await Get<ChangeGroupMember>().RunAsync(Actor.CommandLine, console.PoolId, "staff", "hostile", isMember: true, default);
        await Get<CreateRole>().RunAsync(Actor.CommandLine, console.PoolId, "editor", default);
        await Get<ChangeRoleMember>().RunAsync(Actor.CommandLine, console.PoolId, "editor", "hostile", isMember: true, default);

        var now = Get<TimeProvider>().GetUtcNow();
        await using var db = await Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(console.PoolId, default);
        db.Sessions.Add(new SessionRow
        {
            PoolId = console.PoolId,
            Id = Guid.CreateVersion7(),
            UserId = id,
            HandleHash = RandomNumberGenerator.GetBytes(32),
            Methods = "pwd",
            AuthenticatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now.AddDays(1),
            RemoteAddress = "2001:db8::1",
            UserAgent = SamplePages.Hostile,
        });
        db.Consents.Add(new ConsentRow { PoolId = console.PoolId, UserId = id, ApplicationId = applicationId, Scopes = "openid email profile", Claims = "", GivenAt = now });
        await db.SaveChangesAsync();
        return id;

        T Get<T>()
            where T : notnull => console.Services.GetRequiredService<T>();
    }
}
