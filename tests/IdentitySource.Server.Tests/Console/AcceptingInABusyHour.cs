using IdentitySource.Management.Administration;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>The sign-in's look at the password gets its turn, and the hash of the new one finds the queue full.</summary>
public class AcceptingInABusyHour(AcceptingInABusyHour.BusyServer server) : IClassFixture<AcceptingInABusyHour.BusyServer>
{
    [Fact]
    public async Task Who_is_invited_hears_that_we_are_busy_and_not_that_the_password_is_wrong()
    {
        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var invited = await owner.SubmitAsync(
            await owner.GetAsync("/console/default/settings"), new Dictionary<string, string> { ["email"] = "vera@acme.test", ["role"] = "viewer" });
        var vera = server.Browser();
        var page = await vera.GetAsync(invited.Document.QuerySelector("code.secret")!.TextContent);
        using CancellationTokenSource leaving = new();
        var crowd = Enumerable.Range(0, 1000).Select(_ => server.Gate.EnterAsync(leaving.Token).AsTask()).ToList();

        var busy = await vera.SubmitAsync(page, new Dictionary<string, string> { ["password"] = "correct horse 42 staple" });

        Assert.Equal(503, busy.Status);
        Assert.Contains("We are busy right now", busy.Body, StringComparison.Ordinal);
        await leaving.CancelAsync();
        crowd.Where(each => each.IsCompletedSuccessfully).ToList().ForEach(each => each.Result.Dispose());
        Assert.Equal("Overview", (await vera.SubmitAsync(busy, new Dictionary<string, string> { ["password"] = "correct horse 42 staple" })).Heading);
    }

    public sealed class BusyServer : HostedServer
    {
        /// <summary>Of new passwords alone.</summary>
        public PasswordGate Gate { get; } = new();

        protected override void AddServices(IServiceCollection services) =>
            services.AddSingleton(provider => new PasswordMint(provider.GetRequiredService<IPasswordHasher<User>>(), Gate));
    }
}
