using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Management.UserPools;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>Settings of a user pool, and how far a sign-out of an application reaches.</summary>
public class SettingAUserPool(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task Its_owner_renames_it_and_switches_single_sign_on_and_the_trail_has_both()
    {
        var pool = await PoolAsync("renamed");
        var owner = await server.ConsoleAsync(ConsoleRole.Owner, pool);
        var page = await owner.GetAsync("/console/renamed/settings/user-pool");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var saved = await owner.PostAsync("/console/renamed/settings/user-pool", [.. Token(page), new("name", "Corner <b>shop</b>")]);
        Assert.Equal("Saved.", saved.Document.QuerySelector("#notice")!.TextContent.Trim());
        Assert.Equal("Corner <b>shop</b>", saved.Document.QuerySelector(".pool bdi")!.TextContent);
        Assert.False(saved.Document.QuerySelector("#field-single-sign-on-true")!.HasAttribute("checked"));

        var trail = (await owner.GetAsync("/console/renamed/audit")).Document.QuerySelectorAll("tbody a");
        var act = await owner.GetAsync(trail[0].GetAttribute("href")!);
        Assert.Equal(["name", "single_sign_on"], act.Document.QuerySelectorAll("#facts ~ div tbody code").Select(code => code.TextContent));

        var refused = await owner.PostAsync("/console/renamed/settings/user-pool", [.. Token(saved), new("name", " ")]);
        Assert.Equal("A name has 1 to 200 visible characters.", refused.Document.QuerySelector("#field-name-error")!.TextContent.Trim());
    }

    [Fact, Attack("AD-08")]
    public async Task The_second_of_two_owners_is_told_and_overwrites_nothing()
    {
        var pool = await PoolAsync("shared");
        var owner = await server.ConsoleAsync(ConsoleRole.Owner, pool);
        var seen = await owner.GetAsync("/console/shared/settings/user-pool");
        var update = server.Services.GetRequiredService<UpdatePool>();
        Assert.Empty((await update.RunAsync(Actor.CommandLine, new PoolSettings { PoolId = pool, SingleSignOn = false }, default)).Faults);

        var refused = await owner.SubmitAsync(seen, new Dictionary<string, string> { ["name"] = "Mine" });

        Assert.Equal((422, "Mine"), (refused.Status, refused.Document.QuerySelector("#field-name")!.GetAttribute("value")));
        Assert.Contains("Somebody else has changed this meanwhile.", refused.Document.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
        var state = await server.Services.GetRequiredService<ShowPool>().RunAsync(pool, default);
        Assert.Equal(("shared pool", false), (state.Name, state.SingleSignOn));
        Assert.Equal(200, (await owner.SubmitAsync(refused, new Dictionary<string, string> { ["name"] = "Mine" })).Status);
    }

    [Fact, Attack("AD-05")]
    public async Task An_administrator_looks_and_an_owner_does_not_suspend()
    {
        var pool = await PoolAsync("looked-at");
        var administrator = await server.ConsoleAsync(ConsoleRole.Administrator, pool);
        var page = await administrator.GetAsync("/console/looked-at/settings/user-pool");
        Assert.True(page.Document.QuerySelector("fieldset")!.HasAttribute("disabled"));
        Assert.Equal(403, (await administrator.PostAsync("/console/looked-at/settings/user-pool", [.. Token(page), new("name", "Theirs")])).Status);

        var owner = await server.ConsoleAsync(ConsoleRole.Owner, pool);
        page = await owner.GetAsync("/console/looked-at/settings/user-pool");
        Assert.Empty(page.Document.QuerySelectorAll("form[action*=Suspend]"));
        Assert.Equal(403, (await owner.PostAsync("/console/looked-at/settings/user-pool?handler=Suspend", Token(page))).Status);
    }

    [Fact]
    public async Task A_suspended_one_is_gone_but_for_operators_until_it_is_resumed()
    {
        var pool = await PoolAsync("resting");
        var owner = await server.ConsoleAsync(ConsoleRole.Owner, pool);
        var operators = await server.ConsoleAsync(ConsoleRole.Operator);
        const string Path = "/console/resting/settings/user-pool";

        await operators.PostAsync(Path + "?handler=Suspend", Token(await operators.GetAsync(Path)));
        Assert.Equal(404, (await owner.GetAsync("/console/resting")).Status);
        Assert.Equal(404, (await server.Browser().GetAsync("/pools/resting/oidc/.well-known/openid-configuration")).Status);

        var found = await operators.GetAsync("/console/user-pools?search=RESTING+P");
        Assert.NotNull(found.Document.QuerySelector("tbody .badge.warn"));
        await operators.PostAsync(Path + "?handler=Resume", Token(await operators.GetAsync(Path)));
        Assert.Equal(200, (await owner.GetAsync("/console/resting")).Status);
    }

    [Fact]
    public async Task The_deployments_own_pools_cannot_be_suspended()
    {
        var operators = await server.ConsoleAsync(ConsoleRole.Operator);
        foreach (var slug in new[] { "default", "operators" })
        {
            var page = await operators.GetAsync($"/console/{slug}/settings/user-pool");
            Assert.Empty(page.Document.QuerySelectorAll("form[action*=Suspend]"));
            var refused = await operators.PostAsync($"/console/{slug}/settings/user-pool?handler=Suspend", Token(page));
            Assert.Equal((422, "This deployment needs the user pool itself."), (refused.Status, refused.Document.QuerySelector("#faults li")!.TextContent.Trim()));
        }
    }

    [Fact]
    public async Task How_far_a_sign_out_reaches_is_ticked_at_the_application()
    {
        var notes = await server.ApplicationAsync();
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var path = "/console/default/applications/" + notes.Keys.ClientId;
        var page = await browser.GetAsync(path);
        Assert.True(page.Document.QuerySelector("#field-sign-out-all-applications-true")!.HasAttribute("checked"));

        await browser.PostAsync(path + "?handler=Basic", [.. Token(page), new("name", "Notes"), new("enabled", "true"), new("version", "1"), new("sign_out_all_devices", "true")]);
        var reach = (await server.Services.GetRequiredService<FindApplication>().RunAsync(server.PoolId, notes.Keys.ClientId, default))!.Policy.SignOutReach;
        Assert.Equal((true, false), (reach.AllDevices, reach.AllApplications));
    }

    private async Task<Guid> PoolAsync(string slug) =>
        (await server.Services.GetRequiredService<CreatePool>().RunAsync(Actor.CommandLine, new NewPool($"{slug} pool", slug), default)).Value!.Id;

    private static IEnumerable<KeyValuePair<string, string>> Token(Visit page) =>
        [new("form_token", page.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!)];
}
