using IdentitySource.Management.Administration;
using IdentitySource.Management.Setup;
using IdentitySource.Management.UserPools;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Setup;

/// <summary>Nobody waits for a core with the turn of a pool: while another one has it, whoever finds the queue full hears that at once.</summary>
public class HashingBeforeTheTurn : IAsyncLifetime
{
    private const string Password = "correct horse 42 staple";

    private readonly TestDeployment deployment = new();

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact]
    public async Task An_invitation_is_not_spent_and_keeps_nobody_waiting()
    {
        var invited = (await deployment.Get<InviteAdministrator>().RunAsync(Actor.CommandLine, new NewAdministrator(deployment.PoolId, "vera@acme.test", ConsoleRole.Viewer), default)).Value!;
        await BusyAsync(UserPool.OperatorsSlug, () => AcceptAsync(invited.Handle));
        Assert.Empty((await AcceptAsync(invited.Handle)).Faults);
    }

    [Fact]
    public async Task The_set_up_keeps_nobody_waiting()
    {
        var link = (await deployment.Get<CreateSetupLink>().RunAsync(Actor.Server, default)).Value!;
        SetupForm form = new(link.Handle, "olga@acme.test", Password);
        await BusyAsync(UserPool.OperatorsSlug, () => deployment.Get<CompleteSetup>().RunAsync(new Actor("setup"), form, default));
        await BusyAsync(UserPool.OperatorsSlug, () => deployment.Get<Administrators>().AddFirstAsync(Actor.Server, "olga@acme.test", Password, default));
        Assert.Empty((await deployment.Get<CompleteSetup>().RunAsync(new Actor("setup"), form, default)).Faults);
    }

    [Fact]
    public async Task The_demonstration_keeps_nobody_waiting()
    {
        await BusyAsync(UserPool.DefaultSlug, () => deployment.Get<AddDemo>().RunAsync(Actor.CommandLine, "https://id.acme.test", default));
        Assert.Empty((await deployment.Get<AddDemo>().RunAsync(Actor.CommandLine, "https://id.acme.test", default)).Faults);
    }

    private Task<Outcome<Guid>> AcceptAsync(string handle) => deployment.Get<AcceptInvitation>().RunAsync(new Actor("invitation"), handle, null, Password, default);

    private async Task BusyAsync<T>(string slug, Func<Task<Outcome<T>>> act)
    {
        await using var db = await deployment.DatabaseAsync(await deployment.PoolAsync(slug));
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.TakeTurnAsync(db.PoolId, default);
        using CancellationTokenSource leaving = new();
        var gate = deployment.Get<PasswordGate>();
        var crowd = Enumerable.Range(0, 1000).Select(_ => gate.EnterAsync(leaving.Token).AsTask()).ToList();

        var outcome = await act().WaitAsync(TimeSpan.FromSeconds(8));

        await leaving.CancelAsync();
        crowd.Where(each => each.IsCompletedSuccessfully).ToList().ForEach(each => each.Result.Dispose());
        Assert.Equal("passwords_busy", Assert.Single(outcome.Faults).Reason);
    }
}
