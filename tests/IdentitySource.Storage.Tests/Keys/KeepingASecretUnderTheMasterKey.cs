using System.Security.Cryptography;
using System.Text;
using IdentitySource.Storage.Keys;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Storage.Tests.Keys;

public class KeepingASecretUnderTheMasterKey
{
    private readonly MasterKey key = MasterKey.New();

    [Fact]
    public void What_was_kept_is_read_again_with_the_same_key_and_purpose()
    {
        var kept = key.Protect("a", "secret"u8);
        MasterKey same = MasterKey.Parse(key.ToBase64(), "test");
        Assert.Equal("secret", Encoding.UTF8.GetString(same.Unprotect("a", kept)));
        Assert.Empty(key.Unprotect("a", key.Protect("a", [])));
    }

    [Fact]
    public void The_same_secret_never_looks_the_same_twice() => Assert.NotEqual(key.Protect("a", "secret"u8), key.Protect("a", "secret"u8));

    [Fact]
    public void What_was_kept_for_one_purpose_is_not_read_for_another() =>
        Assert.ThrowsAny<CryptographicException>(() => key.Unprotect("b", key.Protect("a", "secret"u8)));

    [Fact]
    public void Another_key_reads_nothing() =>
        Assert.ThrowsAny<CryptographicException>(() => MasterKey.New().Unprotect("a", key.Protect("a", "secret"u8)));

    [Fact]
    public void A_single_changed_bit_anywhere_is_noticed()
    {
        var kept = key.Protect("a", "secret"u8);
        for (var place = 0; place < kept.Length; place++)
        {
            var changed = kept.ToArray();
            changed[place] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => key.Unprotect("a", changed));
        }
    }

    [Fact]
    public void A_shortened_text_is_refused()
    {
        var kept = key.Protect("a", "secret"u8);
        for (var length = 0; length < kept.Length; length++)
        {
            Assert.ThrowsAny<CryptographicException>(() => key.Unprotect("a", kept.AsSpan(0, length)));
        }
    }

    [Fact, Spec("RFC 5869 §2.3")]
    public void Derived_keys_belong_to_one_purpose_and_one_master_key()
    {
        Assert.Equal(key.Derive("a"), key.Derive("a"));
        Assert.NotEqual(key.Derive("a"), key.Derive("b"));
        Assert.NotEqual(key.Derive("a"), MasterKey.New().Derive("a"));
        Assert.Equal(32, key.Derive("a").Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 at all!")]
    [InlineData("c2hvcnQ=")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ==")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWZn")]
    public void A_key_of_another_length_is_refused_with_its_source_and_without_itself(string text)
    {
        var refused = Assert.Throws<MasterKeyException>(() => MasterKey.Parse(text, "The setting X"));
        Assert.StartsWith("The setting X does not hold a master key", refused.Message, StringComparison.Ordinal);
        Assert.True(text.Length == 0 || !refused.Message.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void It_never_shows_itself_as_text() => Assert.DoesNotContain(key.ToBase64(), $"{key}", StringComparison.Ordinal);
}
