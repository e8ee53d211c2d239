using System.Collections.Frozen;
using IdentitySource.Protocol.Permissions;

namespace IdentitySource.TestKit;

/// <summary>Permissions as a test writes them down: <c>book:read,write</c> for a resource, <c>-book:2019:read</c> for a denial.</summary>
public static class NewPermissions
{
    public static readonly string[] Resources =
        ["book:read,write,delete", "user-growth:read,write", "revenue:create,read,update,delete", "customer:read,update", "announce:read,update", "bare:"];

    /// <param name="rules"><c>resource[:id]:action,…</c> or <c>resource[:id]:*</c>; a hyphen before it denies.</param>
    public static PermissionBook Book(params string[] rules) => Of(Resources, rules);

    public static PermissionBook Of(string[] resources, params string[] rules) => new(
        resources.Select(Resource).ToFrozenDictionary(each => each.Code), rules.Select(Rule));

    private static Resource Resource(string text) =>
        text.Split(':') is var parts ? new Resource(parts[0], Words(parts[1]), $"The {parts[0]} API") : null!;

    private static PermissionRule Rule(string text)
    {
        var parts = text.TrimStart('-').Split(':');
        return new PermissionRule(
            parts[0], parts.Length == 3 && parts[1] != "*" ? parts[1] : null, parts[^1] == "*" ? [] : Words(parts[^1]), Allow: text[0] != '-');
    }

    private static FrozenSet<string> Words(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}
