using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests;

public class ServingApplications
{
    private static readonly Guid Pool = Guid.NewGuid();

    [Fact]
    public void An_applications_own_address_serves_it_alone()
    {
        var application = NewApplication.Web(Pool);
        var server = AuthorizationServers.Create(Pool, application);

        Assert.Same(application, server.View(application));
        Assert.Null(server.View(NewApplication.Web(Pool)));
        Assert.Null(server.View(null));
    }

    [Fact]
    public void The_shared_address_serves_the_applications_of_its_pool()
    {
        Assert.NotNull(AuthorizationServers.Create(Pool).View(NewApplication.Web(Pool)));
        Assert.Null(AuthorizationServers.Create(Pool).View(NewApplication.Web(Guid.NewGuid())));
    }

    [Fact, Spec("OIDC Core §2")]
    public void The_issuer_lies_below_the_address()
    {
        var server = AuthorizationServers.Create(Pool);

        Assert.Equal("https://id.acme.test/oidc", server.Issuer);
        Assert.Same(server.Issuer, server.Issuer);
    }

    [Fact]
    public void The_OAuth_provider_is_another_server_that_serves_whoever_has_it_switched_on()
    {
        var server = AuthorizationServers.Create(Pool);
        var (on, off) = (NewApplication.Web(Pool) with { Policy = new ApplicationPolicy { OAuth = new OAuthProvider() } }, NewApplication.Web(Pool));

        var provider = server.OAuth();

        Assert.Equal(("https://id.acme.test/oauth", provider.Id), (provider.Issuer, server.OAuth().Id));
        Assert.NotEqual(server.Id, provider.Id);
        Assert.Null(provider.View(off));
        Assert.Equal(AccessTokenFormat.Opaque, provider.View(on)!.Policy.AccessTokenFormat);
        Assert.Equal(["authorization_code", "refresh_token"], provider.View(on)!.GrantTypes.Order());
    }
}
