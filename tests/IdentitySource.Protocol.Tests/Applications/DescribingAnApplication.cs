using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Applications;

public class DescribingAnApplication
{
    private static readonly Guid Pool = Guid.NewGuid();

    [Fact, Spec("RFC 6749 §2.1"), Spec("RFC 9700 §2.1.1")]
    public void Who_keeps_no_secret_at_the_token_endpoint_is_public_and_must_use_PKCE()
    {
        var web = NewApplication.Web(Pool);

        Assert.False(web.IsPublic || web.MustUsePkce);
        Assert.True(NewApplication.Spa(Pool) is { IsPublic: true, MustUsePkce: true });
        Assert.True((web with { Policy = new ApplicationPolicy { RequirePkce = true } }) is { IsPublic: false, MustUsePkce: true });
    }

    [Fact, Spec("RFC 8252 §8.6")]
    public void Only_a_public_application_on_a_device_may_be_impersonated()
    {
        Assert.True(NewApplication.Native(Pool).MayBeImpersonated);
        Assert.False(NewApplication.Spa(Pool).MayBeImpersonated);
        Assert.False((NewApplication.Native(Pool) with { Authentication = EndpointAuthentication.Post }).MayBeImpersonated);
    }

    [Fact]
    public void The_client_id_is_the_id_in_lower_case_hex() => Assert.Equal(
        "c0ffee00aaaa4bbb8ccc00000000cafe", (NewApplication.Web(Pool) with { Id = Guid.Parse("C0FFEE00-AAAA-4BBB-8CCC-00000000CAFE") }).ClientId);

    [Fact]
    public void A_copy_with_another_id_has_another_client_id()
    {
        var first = NewApplication.Web(Pool);
        _ = first.ClientId;

        Assert.NotEqual(first.ClientId, (first with { Id = Guid.NewGuid() }).ClientId);
    }
}
