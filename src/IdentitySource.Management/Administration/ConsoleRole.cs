namespace IdentitySource.Management.Administration;

/// <summary>What a person may do in the console with one user pool. Each role holds those before it.</summary>
public enum ConsoleRole
{
    None,

    /// <summary>Sees everything but secrets.</summary>
    Viewer,

    /// <summary>Changes applications, people and what belongs to them.</summary>
    Administrator,

    /// <summary>Also says who administers the pool.</summary>
    Owner,

    /// <summary>Every pool, and the list of pools.</summary>
    Operator,
}

public static class ConsoleRoles
{
    /// <summary>Those that are given for one pool.</summary>
    public static IReadOnlyList<ConsoleRole> OfPools { get; } = [ConsoleRole.Owner, ConsoleRole.Administrator, ConsoleRole.Viewer];

    /// <summary>As it is stored and sent: <c>owner</c>.</summary>
    public static string Name(this ConsoleRole role) => role.ToString().ToLowerInvariant();

    /// <summary><see cref="ConsoleRole.None"/> for a text that names no role.</summary>
    public static ConsoleRole Parse(string? name) =>
        OfPools.Append(ConsoleRole.Operator).FirstOrDefault(role => role.Name() == name);
}
