using System.Text;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests;

public class ReadingParameters
{
    [Theory]
    [InlineData("a=1&b=2", "1", "2")]
    [InlineData("?a=1&b=2", "1", "2")]
    [InlineData("&a=1&&b=2&", "1", "2")]
    [InlineData("b=2&a=1", "1", "2")]
    [InlineData("a=%31&%62=2", "1", "2")]
    [InlineData("a=1+1&b=%2B", "1 1", "+")]
    [InlineData("a==1&b=2=", "=1", "2=")]
    [InlineData("a=%C3%BC%F0%9F%99%82&b=%22%3C%3E", "ü🙂", "\"<>")]
    [InlineData("a=%e4%bd%a0&b=%0D%0A", "你", "\r\n")]
    public void Names_and_values_are_form_decoded(string query, string a, string b)
    {
        var parameters = RequestParameters.Parse(query).Value!;

        Assert.Equal((a, b), (parameters["a"], parameters["b"]));
    }

    [Theory, Spec("RFC 6749 §3.1"), Attack("PP-12")]
    [InlineData("a=")]
    [InlineData("a")]
    [InlineData("b=1")]
    [InlineData("")]
    public void A_parameter_without_a_value_counts_as_left_out(string query)
    {
        var parameters = RequestParameters.Parse(query).Value!;

        Assert.Null(parameters["a"]);
        Assert.False(parameters.Has("a"));
    }

    [Theory, Attack("UN-02"), Attack("RU-15")]
    [InlineData("a=%")]
    [InlineData("a=%4")]
    [InlineData("a=%zz")]
    [InlineData("a=%4g")]
    [InlineData("a=% 1")]
    [InlineData("%=1")]
    [InlineData("a=%ff%fe")]
    [InlineData("a=%c0%ae")]
    [InlineData("a=%e0%80%af")]
    [InlineData("a=%ed%a0%80")]
    [InlineData("a=%f4%90%80%80")]
    [InlineData("a=%e4%bd")]
    [InlineData("a=1%00")]
    [InlineData("a%00=1")]
    [InlineData("fine=1&a=%00")]
    public void A_broken_escape_what_is_not_UTF8_and_a_NUL_are_refused(string query)
    {
        var refused = RequestParameters.Parse(query);

        Assert.Equal(("invalid_request", "parameter_malformed"), (refused.Error!.Code, refused.Error.Reason));
    }

    [Theory, Attack("UN-02")]
    [InlineData(new byte[] { (byte)'a', (byte)'=', 0xFF })]
    [InlineData(new byte[] { (byte)'a', (byte)'=', 0xC0, 0xAE })]
    [InlineData(new byte[] { (byte)'a', (byte)'=', 0 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80, (byte)'=', (byte)'1' })]
    public void A_body_of_raw_bytes_is_read_as_strictly(byte[] body) =>
        Assert.Equal("parameter_malformed", RequestParameters.Parse(body).Error!.Reason);

    [Fact]
    public void A_body_in_raw_UTF8_is_read() => Assert.Equal("ü", RequestParameters.Parse(Encoding.UTF8.GetBytes("a=ü")).Value!["a"]);

    [Theory, Spec("RFC 6749 §3.1"), Attack("PP-09")]
    [InlineData("a=1&a=2", "a")]
    [InlineData("a=1&a=1", "a")]
    [InlineData("a=&a=1", "a")]
    [InlineData("a=1&a", "a")]
    [InlineData("a=1&%61=2", "a")]
    [InlineData("a=1&b=1&b=2&a=2", "b")]
    public void A_repeated_parameter_is_remembered_by_name(string query, string repeated) =>
        Assert.Equal(repeated, RequestParameters.Parse(query).Value!.Repeated);

    [Fact]
    public void Every_repeated_parameter_is_known_not_only_the_first()
    {
        var parameters = RequestParameters.Parse("a=1&b=1&c=1&b=2&a=2&resource=r&resource=s").Value!;

        Assert.True(parameters.IsRepeated("a"));
        Assert.True(parameters.IsRepeated("b"));
        Assert.False(parameters.IsRepeated("c"));
        Assert.False(parameters.IsRepeated("d"));
    }

    [Fact, Spec("RFC 8707 §2"), Attack("PP-07")]
    public void Resource_alone_may_repeat()
    {
        var parameters = RequestParameters.Parse("resource=&resource=https://api.acme.test").Value!;

        Assert.Null(parameters.Repeated);
        Assert.True(parameters.Has("resource"));
    }

    [Theory, Attack("PP-09"), Attack("RU-25")]
    [InlineData("a=1;client_id=C-evil")]
    [InlineData("client_id[]=C-evil")]
    [InlineData("client_id.x=C-evil")]
    [InlineData("Client_Id=C-evil")]
    [InlineData("client_id%20=C-evil")]
    [InlineData("+client_id=C-evil")]
    public void Only_the_very_name_is_the_parameter(string query)
    {
        var parameters = RequestParameters.Parse(query).Value!;

        Assert.Null(parameters["client_id"]);
        Assert.Null(parameters.Repeated);
    }

    [Theory, Attack("OV-02"), Attack("OV-03"), Attack("OV-08")]
    [InlineData("state", 4096)]
    [InlineData("nonce", 1024)]
    [InlineData("scope", 8192)]
    [InlineData("claims", 8192)]
    [InlineData("id_token_hint", 16384)]
    [InlineData("token", 16384)]
    [InlineData("access_token", 16384)]
    [InlineData("username", 1024)]
    [InlineData("password", 1024)]
    [InlineData("client_id", 2048)]
    [InlineData("code", 2048)]
    [InlineData("anything", 2048)]
    public void A_parameter_at_its_limit_is_whole_and_one_beyond_is_remembered_by_name(string name, int limit)
    {
        var (whole, tooLong) = (new string('x', limit), new string('x', limit + 1));

        var atLimit = RequestParameters.Parse($"{name}={whole}").Value!;
        var beyond = RequestParameters.Parse($"fine=1&{name}={tooLong}&other=1").Value!;

        Assert.Equal((whole, null), (atLimit[name], atLimit.TooLong));
        Assert.Equal((tooLong, name), (beyond[name], beyond.TooLong));
    }

    [Fact, Attack("OV-08")]
    public void Sixty_four_parameters_are_read_and_one_more_is_refused()
    {
        var most = string.Join('&', Enumerable.Range(1, RequestParameters.Most).Select(i => $"p{i}={i}"));

        Assert.Equal("64", RequestParameters.Parse(most).Value!["p64"]);
        Assert.Equal("parameters_too_many", RequestParameters.Parse(most + "&p65=65").Error!.Reason);
    }

    [Fact]
    public void What_was_sent_is_kept_in_its_order()
    {
        var all = RequestParameters.Parse("b=2&a=1&c").Value!.All;

        Assert.Equal(["b=2", "a=1", "c="], all.Select(each => $"{each.Key}={each.Value}"));
    }

    [Fact]
    public void Parameters_made_of_pairs_know_repeats_as_well()
    {
        var parameters = RequestParameters.Of(new("a", "1"), new("a", "2"));

        Assert.Equal("a", parameters.Repeated);
    }
}
