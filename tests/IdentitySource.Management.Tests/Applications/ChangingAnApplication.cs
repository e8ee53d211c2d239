using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Applications;

public class ChangingAnApplication(TestDeployment deployment) : ApplicationWork(deployment)
{
    [Fact]
    public async Task What_is_named_changes_the_rest_stays_and_the_protocol_sees_it_at_once()
    {
        var created = await CreatedAsync();
        var before = await RowAsync(created.Id);
        Assert.Empty((await UpdateAsync(created.ClientId, settings => settings with { Enabled = false, AddRedirectUris = ["https://rp.acme.test/two"] })).Faults);

        var after = await RowAsync(created.Id);
        Assert.Equal(["https://rp.acme.test/cb", "https://rp.acme.test/two"], after.RedirectUris);
        Assert.Equal(before.Name, after.Name);
        Assert.Equal(before.SecretHash, after.SecretHash);
        Assert.Equal(before.Version + 1, after.Version);
        var seen = await Deployment.Get<SnapshotStore>().FindApplicationServerAsync(created.Address, default);
        Assert.False(seen!.Application!.Enabled);
    }

    [Fact]
    public async Task Lists_are_replaced_or_edited()
    {
        var created = await CreatedAsync();
        await UpdateAsync(created.Address, settings => settings with { RedirectUris = ["https://a.test/", "https://b.test/"], AllowedOrigins = ["https://a.test"] });
        await UpdateAsync(created.Address, settings => settings with { RemoveRedirectUris = ["https://a.test/"], AddRedirectUris = ["https://b.test/", "https://c.test/"] });
        var row = await RowAsync(created.Id);
        Assert.Equal(["https://b.test/", "https://c.test/"], row.RedirectUris);
        Assert.Equal(["https://a.test"], row.AllowedOrigins);
    }

    [Fact]
    public async Task The_rules_are_those_of_a_new_one()
    {
        var created = await CreatedAsync();
        Assert.Equal("redirect_uri_missing", Assert.Single((await UpdateAsync(created.ClientId, settings => settings with { RedirectUris = [] })).Faults).Reason);
        Assert.Equal("name_missing", Assert.Single((await UpdateAsync(created.ClientId, settings => settings with { Name = "" })).Faults).Reason);
        Assert.Equal(1, (await RowAsync(created.Id)).Version);
    }

    [Fact]
    public async Task An_unknown_one_or_one_of_another_pool_is_not_found()
    {
        var created = await CreatedAsync();
        var operators = await Deployment.PoolAsync("operators");
        Assert.Equal("application_unknown", Assert.Single((await UpdateAsync("nothing", settings => settings)).Faults).Reason);
        Assert.Equal("application_unknown", Assert.Single((await UpdateAsync(created.ClientId, settings => settings with { PoolId = operators })).Faults).Reason);
        var renewed = await Deployment.Get<RefreshApplicationSecret>().RunAsync(Actor.CommandLine, operators, created.ClientId, default);
        Assert.Equal("application_unknown", Assert.Single(renewed.Faults).Reason);
    }

    [Fact]
    public async Task The_audit_trail_names_what_changed()
    {
        var created = await CreatedAsync();
        await UpdateAsync(created.ClientId, settings => settings with { Name = "Renamed", Enabled = false });
        var entry = Assert.Single(await Deployment.EventsAsync("application_updated"), row => row.ApplicationId == created.Id);
        Assert.Contains("\"name\":{\"before\":\"Notes\",\"after\":\"Renamed\"}", entry.Detail, StringComparison.Ordinal);
        Assert.Contains("\"enabled\":{\"before\":true,\"after\":false}", entry.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("redirect_uris", entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_looked_at_an_older_version_is_told_and_nothing_is_overwritten()
    {
        var created = await CreatedAsync();
        var version = (await RowAsync(created.Id)).Version;
        await UpdateAsync(created.ClientId, settings => settings with { Name = "First", Version = version });

        var second = await UpdateAsync(created.ClientId, settings => settings with { Name = "Second", Version = version });
        Assert.Equal("changed_meanwhile", Assert.Single(second.Faults).Reason);
        Assert.Equal("First", (await RowAsync(created.Id)).Name);
        Assert.Empty((await UpdateAsync(created.ClientId, settings => settings with { Name = "Second", Version = version + 1 })).Faults);
    }

    [Fact]
    public async Task Every_rule_of_its_policy_can_be_set()
    {
        var created = await CreatedAsync();
        await UpdateAsync(created.ClientId, settings => settings with
        {
            ShowConsent = false,
            RequirePkce = true,
            AllowOfflineAccessWithoutConsentPrompt = true,
            RotateRefreshTokens = false,
            ClaimsFormat = ClaimsFormat.Authing,
            CodeLifetime = TimeSpan.FromSeconds(30),
            AccessTokenLifetime = TimeSpan.FromMinutes(5),
        });

        var policy = (await Deployment.Get<FindApplication>().RunAsync(Deployment.PoolId, created.ClientId, default))!.Policy;
        Assert.Equal((false, true, true, false), (policy.ShowConsent, policy.RequirePkce, policy.AllowOfflineAccessWithoutConsentPrompt, policy.RotateRefreshTokens));
        Assert.Equal((ClaimsFormat.Authing, 30, 300), (policy.ClaimsFormat, policy.CodeLifetime.TotalSeconds, policy.AccessTokenLifetime.TotalSeconds));
    }

    [Fact]
    public async Task Its_secret_can_be_revealed_and_who_did_is_written_down()
    {
        var created = await CreatedAsync();
        var revealed = await Deployment.Get<RevealApplicationSecret>().RunAsync(Actor.CommandLine, Deployment.PoolId, created.ClientId, default);
        Assert.Equal(created.Secret, revealed.Value!.Value);
        var entry = Assert.Single(await Deployment.EventsAsync("application_secret_revealed"), row => row.ApplicationId == created.Id);
        Assert.DoesNotContain(created.Secret!, entry.Detail, StringComparison.Ordinal);

        var spa = await CreatedAsync(Input() with { Type = ApplicationType.Spa });
        var none = await Deployment.Get<RevealApplicationSecret>().RunAsync(Actor.CommandLine, Deployment.PoolId, spa.ClientId, default);
        Assert.Equal("application_secret_missing", Assert.Single(none.Faults).Reason);
    }

    [Fact]
    public async Task Of_several_at_once_none_is_lost_without_being_told()
    {
        var created = await CreatedAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(
            () => UpdateAsync(created.ClientId, settings => settings with { AddRedirectUris = [$"https://rp.acme.test/{number}"] }))));
        var written = outcomes.Count(outcome => outcome.Faults.Count == 0);
        Assert.Equal(1 + written, (await RowAsync(created.Id)).RedirectUris.Count);
        Assert.All(outcomes.SelectMany(outcome => outcome.Faults), fault => Assert.Equal("changed_meanwhile", fault.Reason));
    }

    [Fact]
    public async Task A_new_secret_takes_the_place_of_the_old_one()
    {
        var created = await CreatedAsync();
        var before = await RowAsync(created.Id);
        var renewed = await Deployment.Get<RefreshApplicationSecret>().RunAsync(Actor.CommandLine, Deployment.PoolId, created.ClientId, default);
        var after = await RowAsync(created.Id);

        Assert.NotEqual(created.Secret, renewed.Value!.Secret);
        Assert.NotEqual(before.SecretHash, after.SecretHash);
        Assert.Equal(renewed.Value.Secret, Deployment.Get<ApplicationSecrets>().Read(after));
        var seen = await Deployment.Get<SnapshotStore>().FindApplicationServerAsync(created.Address, default);
        Assert.Equal(after.SecretHash, seen!.Application!.SecretHash);
        var entry = Assert.Single(await Deployment.EventsAsync("application_secret_refreshed"), row => row.ApplicationId == created.Id);
        Assert.DoesNotContain(renewed.Value.Secret!, entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_secret_goes_on_for_the_time_that_is_chosen_and_no_longer_than_a_month()
    {
        var created = await CreatedAsync();
        var before = await RowAsync(created.Id);
        var refresh = Deployment.Get<RefreshApplicationSecret>();
        await refresh.RunAsync(Actor.CommandLine, Deployment.PoolId, created.ClientId, TimeSpan.FromHours(1));
        var after = await RowAsync(created.Id);
        Assert.Equal(before.SecretHash, after.PreviousSecretHash);
        Assert.InRange(after.PreviousSecretUntil!.Value, after.UpdatedAt.AddMinutes(59), after.UpdatedAt.AddMinutes(61));

        await refresh.RunAsync(Actor.CommandLine, Deployment.PoolId, created.ClientId);
        Assert.Null((await RowAsync(created.Id)).PreviousSecretHash);
        foreach (var grace in (TimeSpan[])[TimeSpan.FromSeconds(-1), TimeSpan.FromDays(31)])
        {
            Assert.Equal("grace_out_of_range", Assert.Single((await refresh.RunAsync(Actor.CommandLine, Deployment.PoolId, created.ClientId, grace)).Faults).Reason);
        }
    }

    [Fact]
    public async Task The_secret_that_signs_is_readable_in_memory_and_only_there_where_it_signs()
    {
        var created = await CreatedAsync();
        var snapshots = Deployment.Get<SnapshotStore>();
        Assert.Null((await snapshots.FindApplicationServerAsync(created.Address, default))!.Application!.SigningSecret);

        Assert.Empty((await UpdateAsync(created.ClientId, settings => settings with { IdTokenAlgorithm = SigningAlgorithm.HS256 })).Faults);

        var read = (await snapshots.FindApplicationServerAsync(created.Address, default))!.Application!.SigningSecret;
        Assert.Equal(created.Secret, System.Text.Encoding.UTF8.GetString(read!));
        Assert.Equal(read, (await Deployment.Get<IApplicationRegistry>().FindAsync(Deployment.PoolId, created.ClientId, default))!.SigningSecret);
    }

    [Fact, Spec("RFC 6749 §4.2.2")]
    public async Task Who_had_a_mode_before_the_rule_against_it_changes_everything_else()
    {
        var created = await CreatedAsync();
        await using (var db = await Deployment.DatabaseAsync())
        {
            var row = await db.Applications.SingleAsync(each => each.Id == created.Id);
            (row.GrantTypes, row.ResponseTypes) = (["implicit", "refresh_token"], ["id_token"]);
            await db.SaveChangesAsync();
        }

        Assert.Empty((await UpdateAsync(created.ClientId, settings => settings with { Enabled = false, GrantTypes = ["refresh_token", "implicit"] })).Faults);
        var refused = await UpdateAsync(created.ClientId, settings => settings with { GrantTypes = ["implicit", "refresh_token", "client_credentials"] });
        Assert.Equal("refresh_token_needs_mode", Assert.Single(refused.Faults).Reason);
        Assert.Empty((await UpdateAsync(created.ClientId, settings => settings with { GrantTypes = ["implicit"] })).Faults);
    }

    [Fact, Spec("OIDC Core §10.1")]
    public async Task HS256_needs_a_secret_that_is_there_and_stays()
    {
        var bare = await CreatedAsync(Input() with { TokenAuthentication = "none" });
        async Task<IEnumerable<string>> ReasonsAsync(Func<ApplicationSettings, ApplicationSettings> change) =>
            (await UpdateAsync(bare.ClientId, change)).Faults.Select(fault => fault.Reason);

        Assert.Contains("id_token_algorithm_needs_secret", await ReasonsAsync(settings => settings with { IdTokenAlgorithm = SigningAlgorithm.HS256 }));
        Assert.Empty(await ReasonsAsync(settings => settings with { TokenAuthentication = "client_secret_post" }));
        Assert.Equal(["id_token_algorithm_without_secret"], await ReasonsAsync(settings => settings with { IdTokenAlgorithm = SigningAlgorithm.HS256 }));
        Assert.NotNull((await Deployment.Get<RefreshApplicationSecret>().RunAsync(Actor.CommandLine, Deployment.PoolId, bare.ClientId)).Value!.Secret);
        Assert.Empty(await ReasonsAsync(settings => settings with { IdTokenAlgorithm = SigningAlgorithm.HS256 }));
        Assert.Equal(["id_token_algorithm_needs_secret"], await ReasonsAsync(settings => settings with { TokenAuthentication = "none" }));
    }

    [Fact]
    public async Task What_is_ticked_is_replaced_and_written_in_one_order()
    {
        var created = await CreatedAsync(Input());
        var outcome = await UpdateAsync(created.ClientId, settings => settings with
        {
            GrantTypes = ["authorization_code", "implicit"],
            ResponseTypes = ["token id_token code", "code"],
            AllowHttpImplicitCallback = true,
            AddRedirectUris = ["http://intranet.acme.test/cb"],
        });
        Assert.Empty(outcome.Faults);
        var listed = (await Deployment.Get<ListApplications>().RunAsync(Deployment.PoolId, default)).Single(each => each.ClientId == created.ClientId);
        Assert.Equal(["authorization_code", "implicit"], listed.GrantTypes);
        Assert.Equal(["code id_token token", "code"], listed.ResponseTypes);

        var back = await UpdateAsync(created.ClientId, settings => settings with { AllowHttpImplicitCallback = false });
        Assert.Equal(["redirect_uri_not_https"], back.Faults.Select(fault => fault.Reason));
    }

    [Fact]
    public async Task One_without_a_secret_has_none_to_renew()
    {
        var created = await CreatedAsync(Input() with { Type = Protocol.Applications.ApplicationType.Spa });
        var outcome = await Deployment.Get<RefreshApplicationSecret>().RunAsync(Actor.CommandLine, Deployment.PoolId, created.ClientId, default);
        Assert.Equal("application_without_secret", Assert.Single(outcome.Faults).Reason);
    }

    [Fact]
    public async Task The_list_has_the_pools_own_by_name()
    {
        var created = await CreatedAsync(Input() with { Name = "A first" });
        var operators = await Deployment.PoolAsync("operators");
        var list = await Deployment.Get<ListApplications>().RunAsync(Deployment.PoolId, default);
        Assert.Equal(list.Select(each => each.Name).Order(), list.Select(each => each.Name));
        Assert.Equal(created.Address, list.Single(each => each.ClientId == created.ClientId).Address);
        Assert.DoesNotContain(await Deployment.Get<ListApplications>().RunAsync(operators, default), each => each.ClientId == created.ClientId);
    }

    private Task<Outcome<Guid>> UpdateAsync(string application, Func<ApplicationSettings, ApplicationSettings> change) =>
        Deployment.Get<UpdateApplication>().RunAsync(
            Actor.CommandLine, change(new ApplicationSettings { PoolId = Deployment.PoolId, Application = application }), default);
}
