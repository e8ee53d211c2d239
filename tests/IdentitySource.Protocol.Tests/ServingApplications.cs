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

        Assert.True(server.Serves(application));
        Assert.False(server.Serves(NewApplication.Web(Pool)));
    }

    [Fact]
    public void The_shared_address_serves_the_applications_of_its_pool()
    {
        Assert.True(AuthorizationServers.Create(Pool).Serves(NewApplication.Web(Pool)));
        Assert.False(AuthorizationServers.Create(Pool).Serves(NewApplication.Web(Guid.NewGuid())));
    }

    [Fact, Spec("OIDC Core §2")]
    public void The_issuer_lies_below_the_address()
    {
        var server = AuthorizationServers.Create(Pool);

        Assert.Equal("https://id.acme.test/oidc", server.Issuer);
        Assert.Same(server.Issuer, server.Issuer);
    }
}
