using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests;

public class ReadingScopes
{
    [Theory, Spec("RFC 6749 §3.3")]
    [InlineData("openid", "openid")]
    [InlineData("openid profile email", "openid profile email")]
    [InlineData("profile openid profile openid", "profile openid")]
    [InlineData("book:*:read !#[]^_`{|}~", "book:*:read !#[]^_`{|}~")]
    [InlineData("OpenID openid", "OpenID openid")]
    public void Names_keep_their_order_and_come_once(string text, string expected) =>
        Assert.Equal(expected, Scopes.Parse(text).Value!.ToString());

    [Fact]
    public void No_scope_at_all_is_an_empty_list()
    {
        Assert.Empty(Scopes.Parse(null).Value!);
        Assert.Equal("", Scopes.Parse(null).Value!.ToString());
    }

    [Theory, Spec("RFC 6749 §3.3"), Attack("UN-06")]
    [InlineData("open\"id")]
    [InlineData("open\\id")]
    [InlineData("openid\tprofile")]
    [InlineData("openid\nprofile")]
    [InlineData("openid é")]
    [InlineData("openid\u007f")]
    [InlineData("openid\u00a0profile")]
    public void A_character_outside_the_grammar_is_refused(string text)
    {
        var error = Scopes.Parse(text).Error!;

        Assert.Equal(("invalid_scope", "scope_malformed"), (error.Code, error.Reason));
    }

    [Theory, Spec("RFC 6749 §3.3"), Attack("UN-06")]
    [InlineData("openid  profile")]
    [InlineData(" openid")]
    [InlineData("openid ")]
    [InlineData(" ")]
    public void Exactly_one_space_stands_between_names(string text) => Assert.Equal("scope_spaces", Scopes.Parse(text).Error!.Reason);

    [Fact, Attack("OV-04")]
    public void A_hundred_names_are_read_and_one_more_is_refused()
    {
        var most = string.Join(' ', Enumerable.Range(1, Scopes.Most));

        Assert.Equal(Scopes.Most, Scopes.Parse(most).Value!.Count);
        Assert.Equal("scope_too_many", Scopes.Parse(most + " more").Error!.Reason);
        Assert.Equal("scope_too_many", Scopes.Parse(string.Join(' ', Enumerable.Range(1, 10_000))).Error!.Reason);
    }

    [Fact]
    public void A_list_covers_another_when_it_holds_every_name_of_it()
    {
        var granted = Scopes.Of(["openid", "profile"]);

        Assert.True(Scopes.Of(["profile"]).CoveredBy(granted));
        Assert.True(Scopes.None.CoveredBy(granted));
        Assert.False(Scopes.Of(["openid", "email"]).CoveredBy(granted));
        Assert.False(Scopes.Of(["Profile"]).CoveredBy(granted));
    }

    [Fact]
    public void A_name_can_be_taken_out()
    {
        var scopes = Scopes.Of(["openid", "offline_access", "email"]);

        Assert.Equal("openid email", scopes.Without("offline_access").ToString());
        Assert.Same(scopes, scopes.Without("phone"));
    }

    [Fact]
    public void What_we_wrote_is_read_back()
    {
        Assert.Equal(["openid", "email"], Scopes.FromTrusted("openid email"));
        Assert.Empty(Scopes.FromTrusted(""));
    }
}
