using System.Diagnostics;
using IdentitySource.Protocol.Permissions;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Permissions;

/// <summary>What rules permit of what is asked.</summary>
public class JudgingItems
{
    private static (string Granted, string Rejected) Sort(PermissionBook book, string asked) =>
        book.Sort(asked.Split(' ')) is var items ? (items.Granted.ToString(), items.Rejected.ToString()) : default;

    private static bool Allows(string item, params string[] rules) => NewPermissions.Book(rules).Allows(PermissionItem.Parse(item)!.Value);

    [Fact]
    public void The_documented_example_rejects_the_one_item_that_no_rule_covers() => Assert.Equal(
        ("user-growth:2019:* user-growth:2019:read revenue:create revenue:*:read customer:read", "user-growth:2020:read"),
        Sort(
            NewPermissions.Book("user-growth:2019:*", "revenue:create,read,update", "customer:read"),
            "user-growth:2020:read user-growth:2019:* user-growth:2019:read revenue:create revenue:*:read customer:read"));

    [Fact]
    public void What_is_rejected_stands_in_the_order_of_the_request() => Assert.Equal(
        ("announce:read", "announce:update customer"), Sort(NewPermissions.Book("announce:read"), "announce:update announce:read customer"));

    [Theory]
    [InlineData("book", "book:*", true)]
    [InlineData("book:read", "book:*", true)]
    [InlineData("book:2019:read", "book:*", true)]
    [InlineData("book", "book:read,write,delete", true)]
    [InlineData("book", "book:read,write", false)]
    [InlineData("book:2019:*", "book:2019:read,write,delete", true)]
    [InlineData("book:2019:*", "book:2019:read", false)]
    [InlineData("book:read", "book:2019:read", false)]
    [InlineData("book:2019:read", "book:2019:read", true)]
    [InlineData("book:2020:read", "book:2019:read", false)]
    [InlineData("book:2019:write", "book:2019:read", false)]
    [InlineData("bare", "bare:*", true)]
    [InlineData("bare:7:*", "bare:*", true)]
    [InlineData("bare:read", "bare:*", false)]
    public void An_item_is_permitted_when_all_of_it_is_allowed(string item, string rule, bool permitted) => Assert.Equal(permitted, Allows(item, rule));

    [Fact]
    public void Several_rules_add_up()
    {
        Assert.True(Allows("book", "book:read", "book:write", "book:delete"));
        Assert.True(Allows("book:2019:*", "book:read", "book:2019:write,delete"));
        Assert.False(Allows("book", "book:read", "book:2019:write,delete"));
    }

    [Theory]
    [InlineData("book:2019:read", false)]
    [InlineData("book:read", false)]
    [InlineData("book", false)]
    [InlineData("book:2020:read", true)]
    [InlineData("book:write", true)]
    [InlineData("book:2019:write", true)]
    public void A_denial_wins_over_whatever_is_allowed_and_over_all_that_holds_it(string item, bool permitted) =>
        Assert.Equal(permitted, Allows(item, "book:*", "book:2019:*", "-book:2019:read"));

    [Fact]
    public void A_denial_of_every_action_leaves_nothing() => Assert.False(Allows("book:2019:read", "book:*", "-book:*"));

    [Theory]
    [InlineData("unknown")]
    [InlineData("unknown:read")]
    [InlineData("Book:read")]
    [InlineData("book:Read")]
    [InlineData("book:fly")]
    [InlineData("book:2019:fly")]
    [InlineData("book:2019")]
    public void An_unknown_resource_or_action_is_permitted_to_nobody(string item) => Assert.False(Allows(item, "book:*"));

    [Fact]
    public void Everything_needs_all_of_every_resource()
    {
        string[] two = ["book:read", "bare:"];
        Assert.Equal(("*:*:*", ""), Sort(NewPermissions.Of(two, "book:read", "bare:*"), "*:*:*"));
        Assert.Equal(("", "*"), Sort(NewPermissions.Of(two, "book:*"), "*"));
        Assert.Equal(("", "*"), Sort(NewPermissions.Of(two, "book:*", "bare:*", "-bare:7:*"), "*"));
        Assert.Equal(("", "*"), Sort(NewPermissions.Of([]), "*"));
        Assert.Equal(("", "*"), Sort(PermissionBook.Empty, "*"));
    }

    [Fact]
    public void Look_alikes_are_other_names()
    {
        var book = NewPermissions.Book("book:*");

        Assert.All(["bооk:read", "book：read", "ｂook", "book:re\u00ADad", "BOOK"], item => Assert.Equal(("", item), Sort(book, item)));
    }

    /// <summary>For every pair of rules and every item: permitted means that each single thing and action in it is allowed by one rule and denied by none.</summary>
    [Fact]
    public void An_item_is_permitted_exactly_when_each_thing_in_it_is()
    {
        string[] rules = ["book:*", "book:read", "book:write,delete", "book:1:*", "book:1:read", "-book:read", "-book:1:*", "-book:1:write", "-book:2:delete"];
        string[] items = ["book", "book:read", "book:write", "book:1:*", "book:1:read", "book:2:*", "book:2:delete", "book:3:write"];
        var checkedCases = 0;
        foreach (var chosen in from one in rules from two in rules from three in rules select new[] { one, two, three })
        {
            foreach (var item in items)
            {
                Assert.True(Expected(item, chosen) == Allows(item, chosen), $"{item} by {string.Join(' ', chosen)}");
                checkedCases++;
            }
        }

        Assert.Equal(9 * 9 * 9 * 8, checkedCases);
    }

    [Fact]
    public void Many_rules_are_no_burden()
    {
        var book = NewPermissions.Book([.. Enumerable.Range(0, 5_000).Select(number => $"book:{number}:read")]);
        var started = Stopwatch.GetTimestamp();

        Assert.Equal(100, book.Sort(Enumerable.Range(0, 100).Select(number => $"book:{number}:read")).Granted.Count);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 2);
    }

    /// <summary>The definition, thing by thing: 1, 2, and 0 for all the others.</summary>
    private static bool Expected(string text, string[] rules)
    {
        var item = PermissionItem.Parse(text)!.Value;
        string[] things = item.Instance is { } one ? [one] : ["0", "1", "2"];
        string[] actions = item.Action is { } only ? [only] : ["read", "write", "delete"];
        return things.All(thing => actions.All(action =>
            rules.Any(rule => rule[0] != '-' && Speaks(rule, thing, action)) && !rules.Any(rule => rule[0] == '-' && Speaks(rule[1..], thing, action))));
    }

    private static bool Speaks(string rule, string thing, string action)
    {
        var parts = rule.Split(':');
        return (parts.Length == 2 || parts[1] == thing) && (parts[^1] == "*" || parts[^1].Split(',').Contains(action));
    }
}
