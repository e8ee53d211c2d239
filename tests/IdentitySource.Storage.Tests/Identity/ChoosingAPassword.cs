using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Storage.Tests.Identity;

public class ChoosingAPassword
{
    private static readonly User Ann = new() { UserName = "ann.of.acme", Email = "ann.example@acme.test", PhoneNumber = "+49301234567" };

    [Theory, Spec("NIST SP 800-63B §5.1.1.2")]
    [InlineData("", "password_too_short")]
    [InlineData("1234567", "password_too_short")]
    [InlineData("🙂🙂🙂🙂🙂🙂🙂", "password_too_short")]
    [InlineData("password", "password_common")]
    [InlineData("PassWord", "password_common")]
    [InlineData("12345678", "password_common")]
    [InlineData("1qaz2wsx3edc", "password_common")]
    [InlineData("aaaaaaaaaaaa", "password_common")]
    [InlineData("ann.of.acme", "password_is_own_name")]
    [InlineData("ANN.EXAMPLE@acme.test", "password_is_own_name")]
    [InlineData("Ann.Example", "password_is_own_name")]
    [InlineData("+49301234567", "password_is_own_name")]
    [InlineData("49301234567", "password_is_own_name")]
    public void A_weak_one_is_refused_for_a_reason(string password, string reason) => Assert.Equal(reason, PasswordRules.Check(password, Ann, PasswordPolicy.Default)?.Reason);

    [Theory, Attack("UN-08")]
    [InlineData("correct horse")]
    [InlineData("übergröße")]
    [InlineData("u\u0308bergro\u0308ße")]
    [InlineData("🙂🙂🙂🙂🙂🙂🙂🙃")]
    [InlineData("  spaces around  ")]
    [InlineData("tab\tand\nline break")]
    public void Any_text_of_enough_characters_will_do(string password) => Assert.Null(PasswordRules.Check(password, Ann, PasswordPolicy.Default));

    [Fact, Attack("UN-08")]
    public void Text_that_is_not_unicode_is_refused() =>
        Assert.Equal("password_malformed", PasswordRules.Check("lone surrogate \uD800", Ann, PasswordPolicy.Default)?.Reason);

    [Fact]
    public void A_long_one_is_refused_and_never_cut()
    {
        Assert.Null(PasswordRules.Check(string.Concat(Enumerable.Repeat("ab", 64)), Ann, PasswordPolicy.Default));
        Assert.Equal("password_too_long", PasswordRules.Check(string.Concat(Enumerable.Repeat("ab", 64)) + "c", Ann, PasswordPolicy.Default)?.Reason);
    }

    [Theory]
    [InlineData("only eleven", "password_too_short")]
    [InlineData("these are twelve", null)]
    [InlineData("password1234", "password_common")]
    public void A_pool_may_ask_for_more(string password, string? reason) => Assert.Equal(reason, PasswordRules.Check(password, Ann, new PasswordPolicy(12))?.Reason);
}
