using System.Text.Json;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Discovery;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Discovery;

[Spec("OpenID Connect Discovery §3")]
public class ListingCustomClaims
{
    private static readonly CustomScope Loyalty = new("loyalty", null, [new("tier", "gold", null), new("iss", "https://evil.test", null)]);

    private static string[] List(AuthorizationServer server, string member) =>
        [.. JsonElement.Parse(DiscoveryDocument.Write(server)).GetProperty(member).EnumerateArray().Select(each => each.GetString()!)];

    [Fact]
    public void A_pools_scopes_and_their_claims_are_listed_at_every_address_of_it()
    {
        var application = NewApplication.Web(Guid.NewGuid());

        foreach (var plain in new[] { AuthorizationServers.Create(application.PoolId), AuthorizationServers.Create(application.PoolId, application) })
        {
            var server = plain.With(Loyalty);
            Assert.Equal(["loyalty"], List(server, "scopes_supported").Except(List(plain, "scopes_supported")));
            Assert.Equal("loyalty", List(server, "scopes_supported")[^2]);
            Assert.Equal(["tier"], List(server, "claims_supported").Except(List(plain, "claims_supported")));
            Assert.Distinct(List(server, "claims_supported"));
        }
    }

    [Fact]
    public void An_applications_own_claims_are_listed_at_its_address_once_and_not_at_the_shared_one()
    {
        var application = NewApplication.Web(Guid.NewGuid());
        application = application with { Policy = application.Policy with { CustomClaims = [new("KEY", "VALUE", null), new("tier", null, "nickname")] } };

        var own = List(AuthorizationServers.Create(application.PoolId, application).With(Loyalty), "claims_supported");
        Assert.Equal(["tier", "KEY"], own[^2..]);
        Assert.DoesNotContain("KEY", List(AuthorizationServers.Create(application.PoolId), "claims_supported"));
    }

    [Fact]
    public void At_the_OAuth_provider_there_are_none() =>
        Assert.DoesNotContain("loyalty", List(AuthorizationServers.Create(Guid.NewGuid()).With(Loyalty).OAuth(), "scopes_supported"));
}
