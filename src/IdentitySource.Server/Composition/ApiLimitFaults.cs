using System.Globalization;
using IdentitySource.Server.Api;

namespace IdentitySource.Server.Composition;

/// <summary>Looks at the section <c>ApiLimits</c> before a request does: a limit of nothing would break every one of them.</summary>
internal static class ApiLimitFaults
{
    private static readonly string[] Names = [nameof(ApiLimits.PerKey), nameof(ApiLimits.DearPerPool), nameof(ApiLimits.FailuresPerSource)];

    public static IEnumerable<string> Of(IConfigurationSection section) => Names
        .Where(name => section[name] is { } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0))
        .Select(name => $"{section.Path}:{name} '{section[name]}' is not a whole number from 1 on.");
}
