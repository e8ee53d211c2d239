using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests;

public class ChoosingAKey
{
    private static readonly DateTimeOffset Now = new FakeClock().Now;

    [Fact]
    public void The_youngest_key_of_the_algorithm_that_may_sign_already_signs()
    {
        KeyRing ring = new([
            new RingKey(SigningKeys.Rsa, Now.AddDays(-90), DateTimeOffset.MaxValue),
            new RingKey(SigningKeys.OtherRsa, Now.AddDays(1), DateTimeOffset.MaxValue),
            new RingKey(SigningKeys.Ec, Now.AddDays(-1), DateTimeOffset.MaxValue),
        ]);

        Assert.Same(SigningKeys.Rsa, ring.Signing(SigningAlgorithm.RS256, Now));
        Assert.Same(SigningKeys.OtherRsa, ring.Signing(SigningAlgorithm.RS256, Now.AddDays(1)));
        Assert.Same(SigningKeys.Ec, ring.Signing(SigningAlgorithm.ES256, Now));
    }

    [Fact, Spec("OIDC Core §10.1.1")]
    public void A_key_verifies_from_its_publication_to_its_end()
    {
        KeyRing ring = new([
            new RingKey(SigningKeys.Rsa, Now.AddDays(-90), Now.AddSeconds(10)),
            new RingKey(SigningKeys.OtherRsa, Now.AddDays(1), DateTimeOffset.MaxValue),
        ]);

        Assert.Equal([SigningKeys.Rsa, SigningKeys.OtherRsa], ring.Verifying(Now));
        Assert.Equal([SigningKeys.OtherRsa], ring.Verifying(Now.AddSeconds(10)));
    }

    [Fact]
    public void A_ring_without_a_key_that_may_sign_is_our_own_failure()
    {
        KeyRing ring = new([new RingKey(SigningKeys.Ec, Now.AddDays(-1), Now)]);

        Assert.Throws<InvalidOperationException>(() => ring.Signing(SigningAlgorithm.ES256, Now));
        Assert.Throws<InvalidOperationException>(() => ring.Signing(SigningAlgorithm.RS256, Now.AddDays(-1)));
    }
}
