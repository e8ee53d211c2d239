using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Applications;

/// <summary>The authorization modes and return types that an application has, to be compared with those that a change leaves.</summary>
internal sealed record ApplicationModes(IReadOnlyList<string> GrantTypes, IReadOnlyList<string> ResponseTypes)
{
    public static ApplicationModes Of(ApplicationRow row) => new(row.GrantTypes, row.ResponseTypes);

    /// <summary>Whether it still has the same, in whatever order.</summary>
    public bool Stay(ApplicationRow row) => GrantTypes.ToHashSet().SetEquals(row.GrantTypes) && ResponseTypes.ToHashSet().SetEquals(row.ResponseTypes);
}
