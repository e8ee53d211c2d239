using System.Buffers;
using System.Text;
using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Claims;

[Spec("OIDC Core §5.1"), Spec("OIDC Core §5.4")]
public class ReleasingClaims
{
    private static readonly Subject Empty = new() { Id = Guid.NewGuid(), UpdatedAt = new DateTimeOffset(2020, 9, 28, 8, 6, 30, 303, TimeSpan.Zero) };

    private static readonly Subject Full = Empty with
    {
        Username = "ann",
        Email = "ann@acme.test",
        EmailVerified = true,
        PhoneNumber = "+4912345",
        PhoneNumberVerified = true,
        ExternalId = "E1",
        Name = "Ann Müller",
        GivenName = "Ann",
        FamilyName = "Müller",
        MiddleName = "M",
        Nickname = "annie",
        PreferredUsername = "ann.m",
        Profile = "https://acme.test/ann",
        Picture = "https://acme.test/ann.png",
        Website = "https://ann.test",
        Gender = "F",
        Birthdate = "1990-01-31",
        ZoneInfo = "Europe/Berlin",
        Locale = "de-DE",
        Address = new PostalAddress("A St 1\nB", "A St 1", "B", "C", "12345", "DE"),
        Roles = ["admin", "editor"],
        ExtendedFields = """{"team":"blue","level":3}""",
    };

    private static string Write(Subject subject, string scopes, ClaimsFormat format, params string[] alsoAsked)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            ClaimSources.Write(json, subject, Scopes.FromTrusted(scopes), alsoAsked, format);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    [Fact, Spec("OIDC Core §5.3.2"), Suite("oidcc-scope-profile")]
    public void Unset_claims_are_left_out_in_the_standard_format()
    {
        Assert.Equal("""{"updated_at":1601280390}""", Write(Empty, "openid profile", ClaimsFormat.Standard));
        Assert.Equal("""{"roles":[]}""", Write(Empty, "openid email phone address username roles external_id extended_fields", ClaimsFormat.Standard));
    }

    [Fact]
    public void Unset_claims_are_null_in_the_Authing_format() => Assert.Equal(
        """
        {"birthdate":null,"family_name":null,"gender":"U","given_name":null,"locale":null,"middle_name":null,"name":null,"nickname":null,
        "picture":"https://files.authing.co/authing-console/default-user-avatar.png","preferred_username":null,"profile":null,
        "updated_at":"2020-09-28T08:06:30.303Z","website":null,"zoneinfo":null,"email":null,"email_verified":false,"phone_number":null,
        "phone_number_verified":false,"address":{"country":null,"postal_code":null,"region":null,"formatted":null,"street_address":null,"locality":null},
        "username":null,"roles":[],"external_id":null}
        """.Replace("\n", "", StringComparison.Ordinal),
        Write(Empty, "openid profile email phone address username roles external_id extended_fields", ClaimsFormat.Authing));

    [Fact, Suite("oidcc-scope-all"), Suite("oidcc-scope-email"), Suite("oidcc-scope-address"), Suite("oidcc-scope-phone")]
    public void Every_claim_has_the_type_of_the_specification() => Assert.Equal(
        """
        {"birthdate":"1990-01-31","family_name":"Müller","gender":"female","given_name":"Ann","locale":"de-DE","middle_name":"M","name":"Ann Müller",
        "nickname":"annie","picture":"https://acme.test/ann.png","preferred_username":"ann.m","profile":"https://acme.test/ann","updated_at":1601280390,
        "website":"https://ann.test","zoneinfo":"Europe/Berlin","email":"ann@acme.test","email_verified":true,"phone_number":"+4912345",
        "phone_number_verified":true,"address":{"country":"DE","postal_code":"12345","region":"C","formatted":"A St 1\nB","street_address":"A St 1",
        "locality":"B"},"username":"ann","roles":["admin","editor"],"external_id":"E1","extended_fields":{"team":"blue","level":3}}
        """.Replace("\n", "", StringComparison.Ordinal),
        Write(Full, "openid profile email phone address username roles external_id extended_fields", ClaimsFormat.Standard));

    [Theory]
    [InlineData("M", ClaimsFormat.Standard, "{\"gender\":\"male\"}")]
    [InlineData("F", ClaimsFormat.Standard, "{\"gender\":\"female\"}")]
    [InlineData("U", ClaimsFormat.Standard, "{}")]
    [InlineData(null, ClaimsFormat.Standard, "{}")]
    [InlineData("M", ClaimsFormat.Authing, "{\"gender\":\"M\"}")]
    [InlineData("U", ClaimsFormat.Authing, "{\"gender\":\"U\"}")]
    [InlineData(null, ClaimsFormat.Authing, "{\"gender\":\"U\"}")]
    public void Gender_is_a_word_or_a_letter(string? gender, ClaimsFormat format, string expected) =>
        Assert.Equal(expected, Write(Empty with { Gender = gender }, "openid", format, "gender"));

    [Fact]
    public void A_yes_or_no_about_an_unset_value_is_left_out()
    {
        Assert.Equal("{}", Write(Empty with { EmailVerified = true, PhoneNumberVerified = true }, "email phone", ClaimsFormat.Standard));
        Assert.Equal("""{"email":"a@b.test","email_verified":false}""", Write(Empty with { Email = "a@b.test" }, "email", ClaimsFormat.Standard));
    }

    [Fact]
    public void Half_an_address_has_the_members_that_are_set()
    {
        var half = Empty with { Address = new PostalAddress(null, null, "Berlin", null, null, "DE") };

        Assert.Equal("""{"address":{"country":"DE","locality":"Berlin"}}""", Write(half, "address", ClaimsFormat.Standard));
        Assert.Equal(
            """{"address":{"country":"DE","postal_code":null,"region":null,"formatted":null,"street_address":null,"locality":"Berlin"}}""",
            Write(half, "address", ClaimsFormat.Authing));
    }

    [Fact]
    public void Authing_times_have_milliseconds_and_stand_in_UTC() => Assert.Equal(
        """{"updated_at":"2020-09-28T06:06:30.000Z"}""",
        Write(Empty with { UpdatedAt = new DateTimeOffset(2020, 9, 28, 8, 6, 30, TimeSpan.FromHours(2)) }, "openid", ClaimsFormat.Authing, "updated_at"));

    [Fact, Spec("OIDC Core §5.5")]
    public void A_claim_asked_for_by_name_comes_without_its_scope_and_once()
    {
        Assert.Equal("""{"name":"Ann Müller"}""", Write(Full, "openid", ClaimsFormat.Standard, "name"));
        Assert.Equal("""{"email":"ann@acme.test","email_verified":true}""", Write(Full, "email", ClaimsFormat.Standard, "email"));
        Assert.Equal("{}", Write(Full, "openid", ClaimsFormat.Standard, "bogus"));
    }

    [Fact]
    public void No_two_sources_release_the_same_claim_or_scope()
    {
        Assert.Distinct(ClaimSources.All.Select(source => source.Scope));
        Assert.Distinct(ClaimSources.All.SelectMany(source => source.Claims).Select(claim => claim.Name));
        Assert.True(ClaimSources.Knows("zoneinfo") && ClaimSources.HasScope("phone"));
        Assert.False(ClaimSources.Knows("sub") || ClaimSources.HasScope("openid"));
    }
}
