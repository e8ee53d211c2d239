using System.Security.Cryptography;
using System.Text;
using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Users;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Applications;

public class CreatingAnApplication(TestDeployment deployment) : ApplicationWork(deployment)
{
    [Fact]
    public async Task A_web_application_gets_the_code_mode_and_a_secret_that_is_kept_as_a_hash_and_under_the_master_key()
    {
        var created = await CreatedAsync();
        var row = await RowAsync(created.Id);

        Assert.Equal(["authorization_code", "refresh_token"], row.GrantTypes);
        Assert.Equal(["code"], row.ResponseTypes);
        Assert.Equal("client_secret_post", row.TokenAuthentication);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", created.Secret);
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(created.Secret!)), row.SecretHash);
        Assert.True(row.ProtectedSecret.AsSpan().IndexOf(Encoding.UTF8.GetBytes(created.Secret!)) < 0);
        Assert.Equal(created.Secret, Deployment.Get<ApplicationSecrets>().Read(row));
    }

    [Fact, Attack("CA-29")]
    public async Task Its_client_id_is_ours_to_choose_and_lower_case_hex()
    {
        var (one, other) = (await CreatedAsync(), await CreatedAsync());
        Assert.Matches("^[0-9a-f]{32}$", one.ClientId);
        Assert.NotEqual(one.ClientId, other.ClientId);
        Assert.NotEqual(one.Secret, other.Secret);
    }

    [Fact, Attack("CA-29"), Attack("AD-05"), Attack("XT-06")]
    public async Task One_that_is_kept_is_nobody_elses_and_not_the_pools_own()
    {
        var first = await CreatedAsync();
        var person = await Deployment.Get<AddUser>().RunAsync(
            Actor.CommandLine, new NewUser { PoolId = Deployment.PoolId, Email = $"{Deployment.Name("ann")}@x.test" }, default);
        var key = await Deployment.Get<CreateAccessKey>().RunAsync(Actor.CommandLine, new NewAccessKey(Deployment.PoolId, first.ClientId), default);
        foreach (var taken in new[] { Deployment.PoolId, await Deployment.PoolAsync("operators"), first.Id, person.Value })
        {
            Assert.Equal((taken, "client_id_taken"), (taken, Assert.Single(await ReasonsAsync(Input() with { Id = taken }))));
        }

        foreach (var foreign in new[] { Guid.Empty, key.Value!.Id, Guid.NewGuid(), Protocol.AuthorizationServer.OAuthId(first.Id), Guid.AllBitsSet })
        {
            Assert.Equal((foreign, "client_id_malformed"), (foreign, Assert.Single(await ReasonsAsync(Input() with { Id = foreign }))));
        }

        var kept = Guid.CreateVersion7();
        Assert.Equal(kept, (await CreatedAsync(Input() with { Id = kept })).Id);
    }

    [Fact, Attack("AD-05")]
    public async Task An_address_from_before_that_reads_like_an_id_stands_in_nobodys_way()
    {
        var (victim, rogue) = (await CreatedAsync(), await CreatedAsync());
        await using (var db = await Deployment.DatabaseAsync())
        {
            await db.Applications.Where(row => row.Id == rogue.Id).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Address, victim.ClientId));
        }

        Assert.Equal(victim.Id, (await Deployment.Get<FindApplication>().RunAsync(Deployment.PoolId, victim.ClientId, default))!.Id);
        Assert.Equal(victim.Id, (await Deployment.Get<DeleteApplication>().RunAsync(Actor.CommandLine, Deployment.PoolId, victim.ClientId, default)).Value);
        Assert.Equal(rogue.Id, (await RowAsync(rogue.Id)).Id);
    }

    [Theory]
    [InlineData(ApplicationType.Spa)]
    [InlineData(ApplicationType.Native)]
    public async Task What_runs_at_the_persons_side_gets_no_secret(ApplicationType type)
    {
        var created = await CreatedAsync(Input() with { Type = type });
        var row = await RowAsync(created.Id);
        Assert.Null(created.Secret);
        Assert.Null(row.SecretHash);
        Assert.Equal(("none", "none", "none"), (row.TokenAuthentication, row.IntrospectionAuthentication, row.RevocationAuthentication));
    }

    [Fact]
    public async Task A_machine_gets_a_secret_and_no_mode_that_needs_a_person()
    {
        var created = await CreatedAsync(Input() with { Type = ApplicationType.Machine, RedirectUris = [] });
        var row = await RowAsync(created.Id);
        Assert.NotNull(created.Secret);
        Assert.Equal(["client_credentials"], row.GrantTypes);
        Assert.Empty(row.ResponseTypes);
    }

    [Fact]
    public async Task It_has_an_authorization_server_of_its_own_that_answers_at_once()
    {
        var created = await CreatedAsync(Input() with { Address = Deployment.Name("Mixed-Case") });
        Assert.Equal(created.Address, created.Address.ToLowerInvariant());
        var server = await Deployment.Get<SnapshotStore>().FindApplicationServerAsync(created.Address, default);
        Assert.Equal(created.ClientId, server!.Application!.ClientId);
        Assert.Equal(4, server.Keys.Keys.Count);
        Assert.Equal(SigningAlgorithm.ES256, server.Keys.Signing(SigningAlgorithm.ES256, Deployment.Clock.Now).Algorithm);
    }

    [Fact]
    public async Task Every_setting_reaches_the_protocol_as_it_was_given()
    {
        ApplicationPolicy policy = new()
        {
            CodeLifetime = TimeSpan.FromSeconds(30),
            AccessTokenLifetime = TimeSpan.FromMinutes(5),
            ShowConsent = false,
            RequirePkce = true,
            ClaimsFormat = ClaimsFormat.Authing,
        };
        var input = Input() with
        {
            PostLogoutRedirectUris = ["https://rp.acme.test/bye"],
            AllowedOrigins = ["https://spa.acme.test"],
            TokenAuthentication = "client_secret_basic",
            IntrospectionAuthentication = "client_secret_post",
            RevocationAuthentication = "none",
            IdTokenAlgorithm = SigningAlgorithm.ES256,
            AccessTokenAlgorithm = SigningAlgorithm.ES256,
            Policy = policy,
        };
        var created = await CreatedAsync(input);
        var seen = (await Deployment.Get<SnapshotStore>().FindApplicationServerAsync(created.Address, default))!.Application!;
        Assert.Equal(input.PostLogoutRedirectUris, seen.PostLogoutRedirectUris);
        Assert.Equal(input.AllowedOrigins, seen.AllowedOrigins);
        Assert.Equal(new EndpointAuthentication("client_secret_basic", "client_secret_post", "none"), seen.Authentication);
        Assert.Equal((SigningAlgorithm.ES256, SigningAlgorithm.ES256), (seen.IdTokenAlgorithm, seen.AccessTokenAlgorithm));
        Assert.Equal(policy, seen.Policy with { CustomClaims = policy.CustomClaims });
    }

    [Fact]
    public async Task It_is_in_the_audit_trail_without_its_secret()
    {
        var created = await CreatedAsync();
        var entry = Assert.Single(await Deployment.EventsAsync("application_created"), row => row.ApplicationId == created.Id);
        Assert.Equal(Deployment.Clock.Now, entry.At);
        Assert.Contains("\"actor\":\"command_line\"", entry.Detail, StringComparison.Ordinal);
        Assert.Contains(created.Address, entry.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(created.Secret!, entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_leaves_nothing_behind()
    {
        await using var db = await Deployment.DatabaseAsync();
        var before = (await db.Applications.CountAsync(), await db.SigningKeys.CountAsync(), await db.Events.CountAsync(), await db.Changes.CountAsync());
        Assert.NotEmpty(await ReasonsAsync(Input() with { Name = "" }));
        Assert.Equal(before, (await db.Applications.CountAsync(), await db.SigningKeys.CountAsync(), await db.Events.CountAsync(), await db.Changes.CountAsync()));
    }

    [Fact]
    public async Task All_faults_are_told_at_once() => Assert.Equal(
        ["name_missing", "redirect_uri_not_https", "origin_malformed", "address_malformed"],
        await ReasonsAsync(Input() with { Name = " ", Address = "-x-", RedirectUris = ["http://rp.acme.test/cb"], AllowedOrigins = ["*"] }));

    [Fact]
    public async Task Of_several_that_want_one_address_at_once_one_gets_it()
    {
        var input = Input();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CreateAsync(input))));
        Assert.Single(outcomes, outcome => outcome.Faults.Count == 0);
        Assert.All(outcomes.Where(outcome => outcome.Faults.Count > 0), outcome => Assert.Equal("address_taken", Assert.Single(outcome.Faults).Reason));
    }

    [Fact]
    public async Task An_address_is_unique_in_the_deployment_and_not_only_in_the_pool()
    {
        var created = await CreatedAsync();
        var operators = await Deployment.PoolAsync("operators");
        Assert.Equal(["address_taken"], await ReasonsAsync(Input() with { PoolId = operators, Address = created.Address.ToUpperInvariant() }));
    }
}
