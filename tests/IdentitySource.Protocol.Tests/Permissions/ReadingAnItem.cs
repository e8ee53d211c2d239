using IdentitySource.Protocol.Permissions;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Permissions;

/// <summary>The grammar of permission items: <c>resource[:id][:action]</c>.</summary>
public class ReadingAnItem
{
    [Theory]
    [InlineData("book", "book")]
    [InlineData("book:*", "book")]
    [InlineData("book:*:*", "book")]
    [InlineData("book:read", "book:read")]
    [InlineData("book:*:read", "book:read")]
    [InlineData("book:2019:*", "book:2019:*")]
    [InlineData("book:2019:read", "book:2019:read")]
    [InlineData("*", "*")]
    [InlineData("*:*", "*")]
    [InlineData("*:*:*", "*")]
    [InlineData("user-growth:a.b/c~d:read", "user-growth:a.b/c~d:read")]
    public void What_means_the_same_is_the_same_item(string text, string shortest)
    {
        Assert.Equal(shortest, PermissionItem.Parse(text)!.Value.ToString());
        Assert.Equal(PermissionItem.Parse(shortest), PermissionItem.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("::")]
    [InlineData("book:")]
    [InlineData(":read")]
    [InlineData("book::read")]
    [InlineData("book:2019:")]
    [InlineData("book:2019:read:")]
    [InlineData("book:2019:read:more")]
    [InlineData("book:*:*:*")]
    [InlineData("bo*k")]
    [InlineData("**")]
    [InlineData("*book:read")]
    [InlineData("book:re*")]
    [InlineData("book:**")]
    [InlineData("book:20*:read")]
    [InlineData("book:*2019:*")]
    [InlineData("*:read")]
    [InlineData("*:*:read")]
    [InlineData("*:2019:*")]
    [InlineData("*:2019:read")]
    public void What_is_odd_is_no_item(string text) => Assert.Null(PermissionItem.Parse(text));

    [Fact]
    public void Whatever_is_written_reads_back_as_the_same_item()
    {
        string?[] words = [null, "a", "b-c", "2019", "read"];
        var items = from resource in words.Skip(1) from instance in words from action in words select new PermissionItem(resource, instance, action);

        Assert.All(items, item => Assert.Equal(item, PermissionItem.Parse(item.ToString())));
    }
}
