using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Applications;

/// <summary>Custom claims of an application: what may be one, how many, how large.</summary>
public class HavingClaimsOfItsOwn(TestDeployment deployment) : ApplicationWork(deployment)
{
    private Task<Outcome<Guid>> AddAsync(CreatedApplication application, CustomClaim claim) =>
        Deployment.Get<AddCustomClaim>().RunAsync(Actor.CommandLine, Deployment.PoolId, application.ClientId, claim, default);

    private async Task<string[]> RefusalsAsync(params CustomClaim[] claims) =>
        await ReasonsAsync(Input() with { Policy = new() { CustomClaims = claims } });

    private async Task<List<CustomClaim>> ListAsync(CreatedApplication application) =>
        (await Deployment.Get<ListCustomClaims>().RunAsync(Deployment.PoolId, application.Address, default)).Value!;

    [Fact]
    public async Task They_come_and_go_and_the_protocol_sees_it_at_once()
    {
        var created = await CreatedAsync();
        CustomClaim[] claims = [new("KEY", "VALUE", null), new("https://acme.test/team", null, "extended_fields.team")];
        Assert.All(claims, claim => Assert.Empty(AddAsync(created, claim).GetAwaiter().GetResult().Faults));
        Assert.Equal(claims, await ListAsync(created));
        Assert.Equal(claims, (await SeenAsync(created)).Policy.CustomClaims);

        var removed = await Deployment.Get<RemoveCustomClaim>().RunAsync(Actor.CommandLine, Deployment.PoolId, created.ClientId, "KEY", default);
        Assert.Equal(created.Id, removed.Value);
        Assert.Equal(claims[1..], (await SeenAsync(created)).Policy.CustomClaims);
        Assert.Equal((await RowAsync(created.Id)).Version, (await SeenAsync(created)).Version);
    }

    [Fact]
    public async Task The_audit_trail_names_the_claim_and_not_its_value()
    {
        var created = await CreatedAsync();
        await AddAsync(created, new CustomClaim("KEY", "VALUE", null));

        var entry = Assert.Single(await Deployment.EventsAsync("custom_claim_added"), row => row.ApplicationId == created.Id);
        Assert.Contains("\"claim\":\"KEY\"", entry.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("VALUE", entry.Detail, StringComparison.Ordinal);
    }

    [Theory, Attack("JW-22")]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("nonce")]
    [InlineData("SUB")]
    [InlineData("client_id")]
    [InlineData("scope")]
    [InlineData("_claim_sources")]
    [InlineData("email_verified")]
    [InlineData("roles")]
    public async Task None_takes_a_name_that_has_a_meaning(string name) => Assert.Equal(["claim_reserved"], await RefusalsAsync(new CustomClaim(name, "x", null)));

    [Theory]
    [InlineData("", "x", null, "claim_name_malformed")]
    [InlineData("a b", "x", null, "claim_name_malformed")]
    [InlineData("a\"b", "x", null, "claim_name_malformed")]
    [InlineData("a\\b", "x", null, "claim_name_malformed")]
    [InlineData("ключ", "x", null, "claim_name_malformed")]
    [InlineData("a\u007f", "x", null, "claim_name_malformed")]
    [InlineData("a", null, null, "claim_source_ambiguous")]
    [InlineData("a", "x", "email", "claim_source_ambiguous")]
    [InlineData("a", null, "password_hash", "claim_field_unknown")]
    [InlineData("a", null, "extended_fields.", "claim_field_unknown")]
    [InlineData("a", null, "", "claim_field_unknown")]
    public async Task What_makes_no_claim_is_refused(string name, string? value, string? field, string reason) =>
        Assert.Equal([reason], await RefusalsAsync(new CustomClaim(name, value, field)));

    [Fact]
    public async Task All_of_it_has_a_size_and_values_are_Unicode()
    {
        Assert.Equal(["claim_name_malformed"], await RefusalsAsync(new CustomClaim(new string('a', 101), "x", null)));
        Assert.Equal(["claim_value_malformed"], await RefusalsAsync(new CustomClaim("a", new string('x', 1001), null)));
        Assert.Equal(["claim_value_malformed"], await RefusalsAsync(new CustomClaim("a", "\ud800", null)));
        Assert.Equal(["claim_field_unknown"], await RefusalsAsync(new CustomClaim("a", null, "extended_fields." + new string('x', 200))));
        Assert.Equal(["claims_too_many"], await RefusalsAsync([.. Enumerable.Range(0, 51).Select(number => new CustomClaim($"c{number}", "x", null))]));
        Assert.Equal(["claims_too_large"], await RefusalsAsync([.. Enumerable.Range(0, 5).Select(number => new CustomClaim($"c{number}", new string('x', 1000), null))]));
        Assert.Empty(await RefusalsAsync([.. Enumerable.Range(0, 50).Select(number => new CustomClaim($"c{number}", new string('x', 75), null))]));
    }

    [Fact]
    public async Task A_name_is_there_once_and_nothing_unknown_is_removed()
    {
        var created = await CreatedAsync();
        await AddAsync(created, new CustomClaim("KEY", "VALUE", null));

        Assert.Equal("claim_exists", Assert.Single((await AddAsync(created, new CustomClaim("KEY", null, "email"))).Faults).Reason);
        var unknown = await Deployment.Get<RemoveCustomClaim>().RunAsync(Actor.CommandLine, Deployment.PoolId, created.ClientId, "key", default);
        Assert.Equal("claim_unknown", Assert.Single(unknown.Faults).Reason);
        Assert.Equal("application_unknown", Assert.Single((await Deployment.Get<ListCustomClaims>().RunAsync(Deployment.PoolId, "nothing", default)).Faults).Reason);
    }

    private async Task<Protocol.Applications.Application> SeenAsync(CreatedApplication application) =>
        (await Deployment.Get<SnapshotStore>().FindApplicationServerAsync(application.Address, default))!.Application!;
}
