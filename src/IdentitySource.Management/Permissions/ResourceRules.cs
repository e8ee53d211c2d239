using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.Permissions;

/// <summary>What a resource may be called and consist of.</summary>
internal static class ResourceRules
{
    private const int MostActions = 100;

    private const int LongestDescription = 500;

    public static IEnumerable<Fault> Check(NewResource input)
    {
        if (!PermissionNames.IsName(input.Code))
        {
            yield return new Fault("code", "resource_code_malformed", "A resource's code has letters, digits, '.', '_' and '-', 100 at most, and begins with a letter or digit.");
        }
        else if (PermissionNames.IsReserved(input.Code))
        {
            yield return new Fault("code", "resource_code_reserved", $"'{input.Code}' is a scope with a meaning of its own.") { Values = [input.Code] };
        }

        foreach (var fault in Check(input.Actions, input.Description))
        {
            yield return fault;
        }
    }

    public static IEnumerable<Fault> Check(IReadOnlyCollection<string> actions, string? description)
    {
        if (actions.Count > MostActions || !actions.All(PermissionNames.IsName))
        {
            yield return new Fault("actions", "action_malformed", $"An action has letters, digits, '.', '_' and '-', 100 at most; a resource has {MostActions} of them at most.") { Values = [MostActions] };
        }

        if (actions.Distinct(StringComparer.Ordinal).Count() != actions.Count)
        {
            yield return new Fault("actions", "action_repeated", "An action stands in the list twice.");
        }

        if (description is not null && (description.Length > LongestDescription || LookupNames.Composed(description) is null || !LookupNames.IsPlain(description)))
        {
            yield return new Fault("description", "description_malformed", $"The description is longer than {LongestDescription} characters or holds characters that cannot be seen.") { Values = [LongestDescription] };
        }
    }
}
