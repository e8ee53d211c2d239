namespace IdentitySource.Load.Report;

/// <summary>Compares what was measured with what it may cost.</summary>
internal static class Verdict
{
    /// <summary>Background work (events, sweeping) may fall into a counted run: a twentieth of a transaction a request, not one.</summary>
    private const double BackgroundTransactions = 0.05;

    /// <summary>What is over, a line each; empty when all is well.</summary>
    public static List<string> Faults(Results results, Budget budget) =>
    [
        .. results.Rows.SelectMany(row => FaultsOf(row, results, budget.Requests.GetValueOrDefault(row.Name))),
        .. results.HalfLoad is { } half ? HalfLoadFaults(half, budget) : [],
        .. Over("start, seconds", results.MedianStart, budget.StartSeconds),
        .. Over("memory idle, MB", results.IdleMegabytes, budget.IdleMegabytes),
        .. Over("memory under load, MB", results.LoadMegabytes, budget.LoadMegabytes),
    ];

    private static IEnumerable<string> FaultsOf(Row row, Results results, RequestBudget? budget) =>
    [
        .. Errors(row),
        .. budget is null ? [] : Over($"{row.Name}, processor time in S", row.SumMs / results.SignatureMs, budget.Signatures),
        .. budget?.Transactions is { } most && row.Transactions is { } transactions
            ? Over($"{row.Name}, transactions", transactions, most + BackgroundTransactions)
            : [],
    ];

    private static IEnumerable<string> HalfLoadFaults(Row half, Budget budget) =>
        [.. Errors(half), .. Over($"{half.Name}, p99 in ms", half.P99Ms, budget.HalfLoadP99Ms)];

    private static IEnumerable<string> Errors(Row row) => row.Errors > 0 ? [$"{row.Name}: {row.Errors} wrong answers, the first: {row.FirstError}"] : [];

    /// <summary>Asked the other way round, a figure that is no number would pass.</summary>
    private static IEnumerable<string> Over(string what, double measured, double most) =>
        measured <= most ? [] : [FormattableString.Invariant($"{what}: {measured:0.###}, at most {most:0.###} allowed")];
}
