using IdentitySource.Load.Measure;

namespace IdentitySource.Load.Scenarios;

/// <summary>One row of the table: a request, or a short flow, that is made again and again. Listed in <see cref="AllScenarios"/>.</summary>
internal interface IScenario
{
    /// <summary>Names the row, its entry in budget.json, and what <c>--scenarios</c> picks.</summary>
    string Name { get; }

    /// <summary>Password hashes in each step: reported apart, because they are slow on purpose.</summary>
    int PasswordHashes => 0;

    /// <summary>Makes what a run needs (sessions, codes, tokens). Not measured.</summary>
    Task<Prepared> PrepareAsync(Stage stage, CancellationToken cancel);
}

/// <param name="Step">What is measured.</param>
/// <param name="Most">How many steps the preparation suffices for; null: any number.</param>
internal sealed record Prepared(Step Step, int? Most = null);
