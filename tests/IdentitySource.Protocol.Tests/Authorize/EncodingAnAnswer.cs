using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Authorize.ResponseModes;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

public class EncodingAnAnswer
{
    private static readonly KeyValuePair<string, string>[] Parameters = [new("code", "abc"), new("state", "ü🙂\r\n\"<>&=#+ ")];

    private const string Encoded = "code=abc&state=%C3%BC%F0%9F%99%82%0D%0A%22%3C%3E%26%3D%23%2B%20";

    [Fact, Spec("RFC 6749 §4.1.2"), Attack("UN-07"), Attack("HI-01")]
    public void In_the_query_every_value_is_percent_encoded() =>
        Assert.Equal($"https://rp.acme.test/cb?{Encoded}", Location("query", "https://rp.acme.test/cb"));

    [Fact, Spec("RFC 6749 §3.1.2"), Attack("RU-05")]
    public void An_existing_query_is_kept_and_added_to() =>
        Assert.Equal($"https://rp.acme.test/cb?env=1&{Encoded}", Location("query", "https://rp.acme.test/cb?env=1"));

    [Fact, Spec("OAuth Multiple Response Types §2.1")]
    public void In_the_fragment_the_values_stand_behind_the_number_sign()
    {
        Assert.Equal($"https://rp.acme.test/cb#{Encoded}", Location("fragment", "https://rp.acme.test/cb"));
        Assert.Equal($"https://rp.acme.test/cb?env=1#{Encoded}", Location("fragment", "https://rp.acme.test/cb?env=1"));
    }

    [Fact, Spec("OAuth Form Post Response Mode §2")]
    public void A_posted_answer_stands_in_no_address() => Assert.Null(Location("form_post", "https://rp.acme.test/cb"));

    [Theory, Attack("HI-01")]
    [InlineData("x\r\nSet-Cookie:a=b")]
    [InlineData("嘊嘍")]
    [InlineData("\u2028")]
    [InlineData("\0")]
    public void No_state_can_become_a_header(string state)
    {
        var location = ResponseMode.Find("query")!.Location(Redirect("https://rp.acme.test/cb"), [new("state", state)]);

        Assert.All(location!, character => Assert.InRange(character, '!', '~'));
        Assert.Equal(state, Uri.UnescapeDataString(location!.Split("state=")[1]));
    }

    [Fact]
    public void Every_mode_of_the_catalog_is_there_by_its_name_and_no_other()
    {
        Assert.All(ProtocolCatalog.ResponseModes, name => Assert.Equal(name, ResponseMode.Find(name)!.Name));
        Assert.Null(ResponseMode.Find("jwt"));
        Assert.Null(ResponseMode.Find("Query"));
    }

    private static string? Location(string mode, string uri) => ResponseMode.Find(mode)!.Location(Redirect(uri), Parameters);

    private static VerifiedRedirect Redirect(string uri) => VerifiedRedirect.Match([uri], uri)!;
}
