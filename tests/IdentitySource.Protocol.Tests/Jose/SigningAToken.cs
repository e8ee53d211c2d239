using System.Text;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

public class SigningAToken
{
    [Theory, Spec("RFC 7515 §5.1"), Spec("RFC 7515 §5.2")]
    [InlineData(SigningAlgorithm.RS256)]
    [InlineData(SigningAlgorithm.ES256)]
    public void What_was_written_is_what_is_verified(SigningAlgorithm algorithm)
    {
        var key = TestKeys.Of(algorithm);

        var token = Jws.Sign(key, "at+jwt", "ann", static (json, subject) =>
        {
            json.WriteString("sub", subject);
            json.WriteNumber("exp", 1300819380);
            json.WriteString("name", "王小明");
        });

        var verified = Jws.Verify(token, [key], "at+jwt", out var why);
        Assert.Null(why);
        Assert.Equal("ann", verified!.String("sub"));
        Assert.Equal(1300819380, verified.Number("exp"));
        Assert.Equal("王小明", verified.String("name"));
        Assert.Equal((key.Kid, "at+jwt", algorithm.Name()), (verified.Kid, verified.Typ, verified.Algorithm));
    }

    [Fact, Spec("RFC 7515 §4.1"), Spec("RFC 9068 §2.1")]
    public void The_header_names_algorithm_type_and_key_and_nothing_else()
    {
        var token = Jws.Sign(TestKeys.Ec, "at+jwt", 0, static (_, _) => { });

        Assert.Equal($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{TestKeys.Ec.Kid}}"}""", Forged.Part(token, 0));
        Assert.Equal("{}", Forged.Part(token, 1));
    }

    [Fact]
    public void Each_type_keeps_its_own_header()
    {
        var first = Jws.Sign(TestKeys.Ec, "JWT", 0, static (_, _) => { });
        var second = Jws.Sign(TestKeys.Ec, "logout+jwt", 0, static (_, _) => { });

        Assert.NotNull(Jws.Verify(first, [TestKeys.Ec], "JWT", out _));
        Assert.NotNull(Jws.Verify(second, [TestKeys.Ec], "logout+jwt", out _));
    }

    [Fact, Spec("RFC 7518 §3.2")]
    public void A_shared_secret_signs_without_naming_a_key()
    {
        var token = Jws.SignHs256(TestKeys.Secret, "JWT", "ann", static (json, subject) => json.WriteString("sub", subject));

        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Forged.Part(token, 0));
        Assert.Equal("ann", Jws.VerifyHs256(token, TestKeys.Secret, "JWT", out _)!.String("sub"));
    }

    [Fact, Spec("RFC 7518 §3.2")]
    public void A_secret_shorter_than_the_hash_neither_signs_nor_verifies()
    {
        var token = Jws.SignHs256(TestKeys.Secret, "JWT", 0, static (_, _) => { });

        Assert.Throws<ArgumentException>(() => Jws.SignHs256(TestKeys.Secret.AsSpan(1), "JWT", 0, static (_, _) => { }));
        Assert.Null(Jws.VerifyHs256(token, TestKeys.Secret.AsSpan(1), "JWT", out var why));
        Assert.Equal("jws_secret_too_short", why);
    }

    [Fact]
    public void A_failed_callback_leaves_nothing_behind_for_the_next_token()
    {
        Assert.Throws<FormatException>(() => Jws.Sign(TestKeys.Ec, "JWT", 0, static (json, _) =>
        {
            json.WriteString("secret", "half");
            json.WriteStartArray("open");
            throw new FormatException();
        }));

        Assert.Equal("""{"sub":"ann"}""", Forged.Part(Jws.Sign(TestKeys.Ec, "JWT", 0, static (json, _) => json.WriteString("sub", "ann")), 1));
    }

    [Fact]
    public void A_token_may_be_signed_while_another_is_being_written()
    {
        var outer = Jws.Sign(TestKeys.Ec, "JWT", 0, static (json, _) =>
        {
            json.WriteString("a", "1");
            json.WriteString("inner", Jws.Sign(TestKeys.Ec, "JWT", 0, static (inner, _) => inner.WriteString("b", "2")));
        });

        var inner = Jws.Verify(outer, [TestKeys.Ec], "JWT", out _)!.String("inner");
        Assert.Equal("""{"b":"2"}""", Forged.Part(inner!, 1));
    }

    /// <summary>A token is made on every request: its text is the one thing worth allocating.</summary>
    [Fact]
    public void Signing_allocates_the_token_and_next_to_nothing_else()
    {
        const int tokens = 100;
        var length = Sign().Length;
        Sign();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < tokens; i++)
        {
            Sign();
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / tokens;
        Assert.InRange(each, 2 * length, (2 * length) + 128);

        static string Sign() => Jws.Sign(TestKeys.Rsa, "at+jwt", "ann", static (json, subject) => json.WriteString("sub", subject));
    }

    [Fact]
    public void A_payload_larger_than_any_kept_buffer_is_signed_as_well()
    {
        var long100K = new string('x', 100_000);

        var token = Jws.Sign(TestKeys.Ec, "JWT", long100K, static (json, text) => json.WriteString("text", text));

        Assert.Equal(long100K.Length + "{\"text\":\"\"}".Length, Encoding.UTF8.GetByteCount(Forged.Part(token, 1)));
        Assert.Equal("{}", Forged.Part(Jws.Sign(TestKeys.Ec, "JWT", 0, static (_, _) => { }), 1));
    }
}
