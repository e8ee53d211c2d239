using System.Globalization;
using System.Text;

namespace IdentitySource.Load.Report;

/// <summary>The results as Markdown, ready for docs/performance.md.</summary>
internal static class Table
{
    public static string Write(Results results, Budget budget)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"S = {results.SignatureMs:0.000} ms (one RSA-2048 signature), password hash {results.PasswordHashMs:0.0} ms, ")
            .AppendLine(CultureInfo.InvariantCulture, $"{results.Cores} cores, {results.Connections} connections, medians of {results.Rows.Select(row => row.Runs).DefaultIfEmpty().Max()} runs.")
            .AppendLine()
            .AppendLine("| request | server ms | db ms | sum in S | budget | p50 ms | p95 ms | p99 ms | req/s | errors | transactions |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in results.Rows)
        {
            text.AppendLine(Line(row, results.SignatureMs, budget.Requests.GetValueOrDefault(row.Name)));
        }

        if (results.HalfLoad is { } half)
        {
            text.AppendLine(Line(half, results.SignatureMs, null));
        }

        return text.AppendLine()
            .AppendLine("| | measured | budget |")
            .AppendLine("| --- | --- | --- |")
            .AppendLine(CultureInfo.InvariantCulture, $"| start to the first answer, s | {results.MedianStart:0.00} | {budget.StartSeconds:0.00} |")
            .AppendLine(CultureInfo.InvariantCulture, $"| memory idle, MB | {results.IdleMegabytes:0} | {budget.IdleMegabytes:0} |")
            .AppendLine(CultureInfo.InvariantCulture, $"| memory under load, MB | {results.LoadMegabytes:0} | {budget.LoadMegabytes:0} |")
            .AppendLine(CultureInfo.InvariantCulture, $"| p99 of a refresh at half load, ms | {results.HalfLoad?.P99Ms:0.0} | {budget.HalfLoadP99Ms:0} |")
            .ToString();
    }

    private static string Line(Row row, double signature, RequestBudget? budget) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.Name} | {row.ServerMs:0.000} | {row.DatabaseMs:0.000} | {row.SumMs / signature:0.00} | {budget?.Signatures:0.00} "
        + $"| {row.P50Ms:0.0} | {row.P95Ms:0.0} | {row.P99Ms:0.0} | {row.PerSecond:0} | {row.Errors} | {row.Transactions:0.00}{Most(budget)} |");

    private static string Most(RequestBudget? budget) =>
        budget?.Transactions is { } most ? string.Create(CultureInfo.InvariantCulture, $" (≤ {most:0})") : "";
}
