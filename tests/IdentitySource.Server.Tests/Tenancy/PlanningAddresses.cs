using IdentitySource.Server.Composition;
using IdentitySource.Server.Tenancy;
using IdentitySource.TestKit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Tenancy;

public class PlanningAddresses
{
    private static readonly AddressPlan Path = new("https://id.acme.test:8443", AddressMode.Path);

    private static readonly AddressPlan Subdomain = new("https://id.acme.test", AddressMode.Subdomain);

    [Fact]
    public void In_path_mode_an_application_lies_below_the_origin() =>
        Assert.Equal("https://id.acme.test:8443/apps/notes", Path.ApplicationAddress("notes"));

    [Fact]
    public void In_subdomain_mode_it_has_a_host_of_its_own_and_the_same_port()
    {
        Assert.Equal("https://notes.id.acme.test", Subdomain.ApplicationAddress("notes"));
        Assert.Equal("http://notes.localhost:8080", new AddressPlan("http://localhost:8080", AddressMode.Subdomain).ApplicationAddress("notes"));
    }

    [Fact]
    public void The_default_pool_has_the_root_and_others_a_path()
    {
        Assert.Equal("https://id.acme.test:8443", Path.PoolAddress("default"));
        Assert.Equal("https://id.acme.test:8443/pools/operators", Path.PoolAddress("operators"));
        Assert.Equal("https://id.acme.test/pools/operators", Subdomain.PoolAddress("operators"));
        Assert.Equal("https://id.acme.test/pools/operators/oidc", AddressPlan.Issuer(Subdomain.PoolAddress("operators")));
    }

    [Theory]
    [InlineData("id.acme.test:8443", true)]
    [InlineData("ID.ACME.TEST:8443", true)]
    [InlineData("id.acme.test", false)]
    [InlineData("id.acme.test:443", false)]
    [InlineData("notes.id.acme.test:8443", false)]
    [InlineData("evil.test:8443", false)]
    [InlineData("evil.test", false)]
    [InlineData("", false)]
    public void In_path_mode_one_host_is_ours(string host, bool ours)
    {
        Assert.Equal(ours, Path.Knows(new HostString(host), out var label));
        Assert.Null(label);
    }

    [Theory, Spec("RFC 4343 §3")]
    [InlineData("id.acme.test", true, null)]
    [InlineData("id.acme.test:443", true, null)]
    [InlineData("notes.id.acme.test", true, "notes")]
    [InlineData("Notes.ID.acme.test:443", true, "notes")]
    [InlineData("a.b.id.acme.test", false, "a.b")]
    [InlineData(".id.acme.test", false, "")]
    [InlineData("notes.id.acme.test:8443", false, null)]
    [InlineData("evilid.acme.test", false, null)]
    [InlineData("id.acme.test.evil.test", false, null)]
    [InlineData("acme.test", false, null)]
    public void In_subdomain_mode_one_label_before_it_is_ours_too(string host, bool ours, string? label)
    {
        Assert.Equal(ours, Subdomain.Knows(new HostString(host), out var found));
        if (ours)
        {
            Assert.Equal(label, found);
        }
    }
}
