using IdentitySource.Storage.Identity;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Storage.Tests.Identity;

public class NamingAPerson
{
    [Theory, Attack("UN-04")]
    [InlineData("alice", "ＡＬＩＣＥ")]
    [InlineData("alice", "ａlice")]
    [InlineData("fiona", "ﬁona")]
    [InlineData("café", "cafe\u0301")]
    [InlineData("ALICE", "alice")]
    [InlineData("Straße", "straße")]
    public void Spellings_that_mean_the_same_are_compared_as_the_same(string one, string other) => Assert.Equal(LookupNames.Of(one), LookupNames.Of(other));

    [Theory, Attack("UN-04"), Attack("UN-09")]
    [InlineData("alice", "alıce")]
    [InlineData("alice", "ALİCE")]
    [InlineData("alice@acme.test", "alice@аcme.test")]
    [InlineData("alice@acme.test", "alıce@acme.test")]
    [InlineData("alice@acme.test", "alice+1@acme.test")]
    public void Letters_of_another_script_or_language_stay_what_they_are(string one, string other) => Assert.NotEqual(LookupNames.Of(one), LookupNames.Of(other));

    [Theory, Attack("UN-09")]
    [InlineData("alice@acme.test.")]
    [InlineData("\"alice\"@acme.test")]
    [InlineData("alice(x)@acme.test")]
    [InlineData("alice@acme@test")]
    [InlineData("alice@@acme.test")]
    [InlineData(".alice@acme.test")]
    [InlineData("al..ice@acme.test")]
    [InlineData("alice@-acme.test")]
    [InlineData("alice@acme..test")]
    [InlineData("ali ce@acme.test")]
    [InlineData("alice@acme.test\0")]
    [InlineData("ali\u200Bce@acme.test")]
    [InlineData("@acme.test")]
    [InlineData("alice@")]
    [InlineData("alice")]
    [InlineData("")]
    public void An_address_that_one_system_reads_otherwise_than_another_is_none(string text) => Assert.Null(Identifiers.Email(text));

    [Theory]
    [InlineData("ann@x.test", "ann@x.test")]
    [InlineData(" ann@x.test ", "ann@x.test")]
    [InlineData("Ann.O'Neil+news@mail.x-y.test", "Ann.O'Neil+news@mail.x-y.test")]
    [InlineData("用户@例子.测试", "用户@例子.测试")]
    [InlineData("ann＠x.test", "ann@x.test")]
    [InlineData("root@localhost", "root@localhost")]
    public void A_plain_address_is_kept_as_it_is_meant(string text, string kept) => Assert.Equal(kept, Identifiers.Email(text));

    [Theory, Attack("UN-05")]
    [InlineData("al\u200Bice")]
    [InlineData("\u202Eecila")]
    [InlineData("ali\u0007ce")]
    [InlineData("ali\uE000ce")]
    [InlineData("ali\U000E0041ce")]
    [InlineData("\uFFFDalice")]
    [InlineData("ann@x.test")]
    [InlineData("ann＠x.test")]
    [InlineData("+4930123456")]
    [InlineData("ann lee")]
    [InlineData("")]
    [InlineData("   ")]
    public void A_username_hides_nothing_and_cannot_be_taken_for_an_address_or_a_number(string text) => Assert.Null(Identifiers.Username(text));

    [Fact, Attack("UN-05")]
    public void Text_that_is_not_unicode_is_no_name_at_all()
    {
        Assert.Null(LookupNames.Of("\uD800alice"));
        Assert.Null(Identifiers.Username("alice\uDC00"));
        Assert.Null(Identifiers.Email("ali\uD800ce@x.test"));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("12345")]
    [InlineData("名前")]
    [InlineData("ann.o-neil_7")]
    public void An_ordinary_username_is_kept(string text) => Assert.Equal(text, Identifiers.Username(text));

    [Theory]
    [InlineData("+49 (30) 123-45.67", "+49301234567")]
    [InlineData("+8613800138000", "+8613800138000")]
    [InlineData("030 1234567", null)]
    [InlineData("+0301234567", null)]
    [InlineData("+49+301234567", null)]
    [InlineData("+12345678901234567", null)]
    [InlineData("+4930x234567", null)]
    [InlineData("+٤٩٣٠١٢٣٤٥٦٧", null)]
    public void A_number_is_its_digits_with_the_country_code(string text, string? kept) => Assert.Equal(kept, Identifiers.Phone(text));

    [Fact, Attack("UN-10")]
    public void The_servers_language_changes_nothing()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new("tr-TR");
            Assert.Equal("ALICE@X.TEST", LookupNames.Of("alice@x.test"));
            Assert.Null(PasswordRules.Check("a quite unusual one", new() { Email = "i@x.test" }, PasswordPolicy.Default));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
