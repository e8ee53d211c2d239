using System.Buffers;
using System.Text;
using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Claims;

/// <summary>Claims that an application or a pool defines: fixed values and fields of the user, in both formats.</summary>
[Spec("OIDC Core §5.1.2")]
public class ReleasingCustomClaims
{
    private static readonly Subject Ann = new()
    {
        Id = Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"),
        Email = "ann@acme.test",
        EmailVerified = true,
        Gender = "F",
        Roles = ["admin"],
        ExtendedFields = """{"team":"blue","level":3,"car":null,"home":{"floor":2}}""",
        UpdatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1601280390),
    };

    private static readonly CustomScope Loyalty = new("loyalty", null, [Fixed("tier", "gold"), Field("points", "extended_fields.level")]);

    private static CustomClaim Fixed(string name, string value) => new(name, value, null);

    private static CustomClaim Field(string name, string field) => new(name, null, field);

    private static string Write(ClaimRelease release)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            release.Write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private static string Own(ClaimsFormat format, params CustomClaim[] claims) => Write(new ClaimRelease(Ann, Scopes.None, [], format, CustomScopes.None, claims));

    private static string OfPool(string scopes, IReadOnlyList<string> alsoAsked, params CustomClaim[] own) =>
        Write(new ClaimRelease(Ann, Scopes.FromTrusted(scopes), alsoAsked, ClaimsFormat.Standard, CustomScopes.Of([Loyalty]), own));

    [Theory]
    [InlineData(ClaimsFormat.Standard)]
    [InlineData(ClaimsFormat.Authing)]
    public void A_fixed_value_is_a_text_whoever_it_is_about(ClaimsFormat format) =>
        Assert.Equal("""{"KEY":"VALUE","https://acme.test/tenant":"7"}""", Own(format, Fixed("KEY", "VALUE"), Fixed("https://acme.test/tenant", "7")));

    [Theory]
    [InlineData("id", "\"0123456789abcdef0123456789abcdef\"")]
    [InlineData("email", "\"ann@acme.test\"")]
    [InlineData("email_verified", "true")]
    [InlineData("gender", "\"female\"")]
    [InlineData("roles", """["admin"]""")]
    [InlineData("updated_at", "1601280390")]
    [InlineData("extended_fields.team", "\"blue\"")]
    [InlineData("extended_fields.level", "3")]
    [InlineData("extended_fields.home", """{"floor":2}""")]
    public void A_field_keeps_its_type(string field, string expected)
    {
        Assert.True(UserFields.Knows(field));
        Assert.Equal($$"""{"x":{{expected}}}""", Own(ClaimsFormat.Standard, Field("x", field)));
    }

    [Theory, Spec("OIDC Core §5.3.2")]
    [InlineData("nickname")]
    [InlineData("extended_fields.nothing")]
    [InlineData("extended_fields.car")]
    public void An_unset_field_is_left_out_or_null(string field)
    {
        Assert.Equal("{}", Own(ClaimsFormat.Standard, Field("x", field)));
        Assert.Equal("""{"x":null}""", Own(ClaimsFormat.Authing, Field("x", field)));
    }

    [Fact]
    public void A_person_without_fields_of_the_pool_has_none_of_them() => Assert.Equal(
        "{}",
        Write(new ClaimRelease(Ann with { ExtendedFields = null }, Scopes.None, [], ClaimsFormat.Standard, CustomScopes.None, [Field("x", "extended_fields.team")])));

    [Theory]
    [InlineData("password_hash")]
    [InlineData("security_stamp")]
    [InlineData("extended_fields.")]
    [InlineData("Email")]
    [InlineData("sub")]
    [InlineData("")]
    public void There_are_no_other_fields(string field)
    {
        Assert.False(UserFields.Knows(field));
        Assert.Equal("{}", Own(ClaimsFormat.Standard, Field("x", field)));
    }

    /// <summary>Refused when it is made; this is for a row that came into the database another way.</summary>
    [Theory, Attack("JW-22")]
    [InlineData("sub")]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("nonce")]
    [InlineData("acr")]
    [InlineData("AMR")]
    [InlineData("at_hash")]
    [InlineData("email_verified")]
    [InlineData("roles")]
    public void What_has_a_meaning_already_is_never_written_twice(string name)
    {
        Assert.Equal("{}", Own(ClaimsFormat.Authing, Fixed(name, "x"), Field(name, "id")));
        Assert.Equal("{}", Write(new ClaimRelease(Ann, Scopes.Of(["evil"]), [], ClaimsFormat.Standard, CustomScopes.Of([new CustomScope("evil", null, [Fixed(name, "x")])]), [])));
    }

    [Fact, Spec("OIDC Core §5.4"), Attack("CO-14")]
    public void A_scope_of_the_pool_releases_its_claims_and_no_others()
    {
        Assert.Equal("""{"tier":"gold","points":3}""", OfPool("openid loyalty", []));
        Assert.Equal("{}", OfPool("openid", []));
        Assert.Equal("{}", OfPool("openid loyalty2", []));
    }

    [Fact, Spec("OIDC Core §5.5")]
    public void A_claim_of_the_pool_can_be_asked_for_by_name() => Assert.Equal("""{"points":3}""", OfPool("openid", ["points", "bogus"]));

    [Fact]
    public void Of_one_name_in_two_places_the_applications_is_written_once() =>
        Assert.Equal("""{"points":3,"tier":"silver"}""", OfPool("openid loyalty", ["tier"], Fixed("tier", "silver")));
}
