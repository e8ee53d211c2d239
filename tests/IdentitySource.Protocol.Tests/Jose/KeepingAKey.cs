using System.Security.Cryptography;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

public class KeepingAKey
{
    [Theory, Spec("RFC 7638 §3"), Attack("KR-08")]
    [InlineData(SigningAlgorithm.RS256)]
    [InlineData(SigningAlgorithm.ES256)]
    public void A_key_comes_back_from_storage_under_the_same_name_and_verifies_what_it_signed(SigningAlgorithm algorithm)
    {
        var key = TestKeys.Of(algorithm);
        var token = Jws.Sign(key, "JWT", 0, static (_, _) => { });

        using var restored = SigningKey.ImportPkcs8(algorithm, key.ExportPkcs8());

        Assert.Equal(key.Kid, restored.Kid);
        Assert.Equal(key.PublicJwk.Thumbprint, restored.Kid);
        Assert.NotNull(Jws.Verify(token, [restored], "JWT", out _));
    }

    [Fact, Attack("KR-08")]
    public void Two_keys_never_share_a_name()
    {
        Assert.NotEqual(TestKeys.Rsa.Kid, TestKeys.OtherRsa.Kid);
    }

    [Fact]
    public void A_changed_export_does_not_change_the_key()
    {
        var export = TestKeys.Ec.ExportPkcs8();
        export.AsSpan().Clear();

        Assert.NotEqual(export, TestKeys.Ec.ExportPkcs8());
    }

    [Theory, Spec("RFC 7518 §3.3")]
    [InlineData(1024)]
    [InlineData(4104)]
    public void An_RSA_key_outside_2048_to_4096_bits_is_refused(int bits)
    {
        using var rsa = RSA.Create(bits);

        Assert.Throws<CryptographicException>(() => SigningKey.ImportPkcs8(SigningAlgorithm.RS256, rsa.ExportPkcs8PrivateKey()));
    }

    [Fact, Spec("RFC 7518 §3.4")]
    public void A_key_on_another_curve_is_refused()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Throws<CryptographicException>(() => SigningKey.ImportPkcs8(SigningAlgorithm.ES256, ec.ExportPkcs8PrivateKey()));
    }

    [Fact]
    public void A_key_of_another_type_or_with_trailing_bytes_is_refused()
    {
        Assert.Throws<CryptographicException>(() => SigningKey.ImportPkcs8(SigningAlgorithm.RS256, TestKeys.Ec.ExportPkcs8()));
        Assert.Throws<CryptographicException>(() => SigningKey.ImportPkcs8(SigningAlgorithm.ES256, TestKeys.Rsa.ExportPkcs8()));
        Assert.Throws<CryptographicException>(() => SigningKey.ImportPkcs8(SigningAlgorithm.ES256, [.. TestKeys.Ec.ExportPkcs8(), 0]));
        Assert.Throws<CryptographicException>(() => SigningKey.ImportPkcs8(SigningAlgorithm.ES256, []));
    }

    [Fact]
    public void A_shared_secret_is_no_key_pair()
    {
        Assert.Throws<ArgumentException>(() => SigningKey.Create(SigningAlgorithm.HS256));
        Assert.Throws<ArgumentException>(() => SigningKey.ImportPkcs8(SigningAlgorithm.HS256, TestKeys.Ec.ExportPkcs8()));
    }

    [Fact]
    public void A_disposed_key_signs_nothing_more()
    {
        var key = SigningKey.Create(SigningAlgorithm.ES256);
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Jws.Sign(key, "JWT", 0, static (_, _) => { }));
    }

    [Theory, Spec("RFC 7515 §4.1.1")]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("rs256")]
    [InlineData("RS256 ")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("RS384")]
    public void Only_an_exact_name_is_an_algorithm(string? name)
    {
        Assert.False(SigningAlgorithms.TryParse(name, out _));
    }

    [Fact]
    public void Every_algorithm_has_a_name_that_reads_back()
    {
        Assert.All(Enum.GetValues<SigningAlgorithm>(), algorithm =>
        {
            Assert.True(SigningAlgorithms.TryParse(algorithm.Name(), out var read));
            Assert.Equal(algorithm, read);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => ((SigningAlgorithm)99).Name());
    }
}
