using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

public class TakingOneKindOfTokenForAnother
{
    [Theory, Spec("RFC 7515 §4.1.9"), Spec("RFC 9068 §4")]
    [InlineData("at+jwt", "at+jwt")]
    [InlineData("AT+JWT", "at+jwt")]
    [InlineData("application/at+jwt", "at+jwt")]
    [InlineData("Application/AT+jwt", "at+jwt")]
    [InlineData("at+jwt", "application/at+jwt")]
    [InlineData("at+jwt", null)]
    public void The_same_type_is_taken_in_any_spelling(string typ, string? required)
    {
        Assert.Equal(typ, Jws.Verify(Token($"\"{typ}\""), [TestKeys.Ec], required, out _)!.Typ);
    }

    [Theory, Spec("RFC 8725 §3.11"), Spec("RFC 8725 §3.12")]
    [InlineData("\"JWT\"")]
    [InlineData("\"logout+jwt\"")]
    [InlineData("\"\"")]
    [InlineData("\"at+jwt \"")]
    [InlineData("\"application/\"")]
    [InlineData("\"application/x/at+jwt\"")]
    [InlineData("\"text/at+jwt\"")]
    public void Another_type_is_refused(string typ)
    {
        Assert.Null(Jws.Verify(Token(typ), [TestKeys.Ec], "at+jwt", out var why));
        Assert.Equal("jws_typ_refused", why);
    }

    [Fact, Spec("RFC 8725 §3.11")]
    public void Our_own_ID_token_is_no_access_token()
    {
        var idToken = Jws.Sign(TestKeys.Ec, "JWT", 0, static (_, _) => { });

        Assert.Null(Jws.Verify(idToken, [TestKeys.Ec], "at+jwt", out var why));
        Assert.Equal("jws_typ_refused", why);
        Assert.Null(Jws.VerifyHs256(Jws.SignHs256(TestKeys.Secret, "JWT", 0, static (_, _) => { }), TestKeys.Secret, "at+jwt", out why));
        Assert.Equal("jws_typ_refused", why);
    }

    [Fact, Spec("RFC 8725 §3.11")]
    public void A_missing_type_is_refused_where_one_is_required_and_taken_elsewhere()
    {
        var token = Forged.Sign(TestKeys.Ec, """{"alg":"ES256"}""", "{}");

        Assert.Null(Jws.Verify(token, [TestKeys.Ec], "JWT", out _));
        Assert.Null(Jws.Verify(token, [TestKeys.Ec], null, out _)!.Typ);
    }

    [Fact]
    public void A_type_that_is_no_text_is_refused_even_where_none_is_required()
    {
        Assert.Null(Jws.Verify(Token("1"), [TestKeys.Ec], null, out var why));
        Assert.Equal("jws_header_parameter_not_text", why);
    }

    private static string Token(string typ) => Forged.Sign(TestKeys.Ec, $$"""{"alg":"ES256","typ":{{typ}}}""", "{}");
}
