using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests;

public class ReadingAResponseType
{
    [Theory, Spec("RFC 6749 §3.1.1")]
    [InlineData("code", "code")]
    [InlineData("token code", "code token")]
    [InlineData("token id_token code", "code id_token token")]
    [InlineData("token id_token", "id_token token")]
    public void The_order_of_words_is_free(string sent, string canonical) => Assert.Equal(canonical, ResponseType.Parse(sent)!.Name);

    [Theory, Spec("OAuth Multiple Response Types §3")]
    [InlineData("code", "query")]
    [InlineData("none", "query")]
    [InlineData("id_token", "fragment")]
    [InlineData("code token", "fragment")]
    [InlineData("code id_token", "fragment")]
    [InlineData("tokens", "query")]
    [InlineData("x", "query")]
    public void What_carries_a_token_is_answered_in_the_fragment(string sent, string mode) => Assert.Equal(mode, ResponseType.Parse(sent)!.DefaultMode);

    [Fact]
    public void No_parameter_is_no_type() => Assert.Null(ResponseType.Parse(null));
}
