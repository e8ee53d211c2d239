using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using IdentitySource.Storage.SqlServer.Statements;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>No server reads T-SQL in the tests, but a grammar of it does: Debian's sqlfluff.</summary>
public class ParsingStatements
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>What many statements have in common, with something short that can stand in its place.</summary>
    private static readonly (string Text, string Short)[] Shared =
        [(GrantSql.GrantColumns, "a.id"), (PersonSql.Columns, "u.name"), (AccessSql.MayEnter, "p.access_by_default")];

    [Fact]
    public async Task Every_statement_is_of_the_grammar() => Assert.Empty(await FaultsAsync(Parsable()));

    [Fact]
    public async Task What_is_not_of_the_grammar_is_found_in_each()
    {
        Dictionary<string, string> broken = new()
        {
            ["ON CONFLICT"] = Dialect.PostgreSql.Stores["AttemptStatements.Add"],
            ["RETURNING"] = Dialect.PostgreSql.Stores["OutboxStatements.Claim"],
            ["FOR UPDATE"] = Dialect.PostgreSql.Stores["SweepStatements.Attempts"],
            ["no END"] = Dialect.SqlServer.Stores["AttemptStatements.Add"].Replace("END", "", StringComparison.Ordinal),
            ["no bracket"] = Dialect.SqlServer.Stores["OutboxStatements.Claim"].Replace(")", "", StringComparison.Ordinal),
            ["no BY"] = Dialect.SqlServer.Stores["SweepStatements.Attempts"].Replace("BY", "", StringComparison.Ordinal),
        };

        var faults = await FaultsAsync(broken);

        Assert.Equal(broken.Keys.Order(), faults.Select(fault => fault.Split(':')[0]).Distinct().Order());
    }

    /// <summary>
    /// The grammar (sqlfluff 1.4) reads slowly, so what is shared is read once in full. And it does not know the word for who gives
    /// way: that takes one of three words, and this is one of them.
    /// </summary>
    private static Dictionary<string, string> Parsable()
    {
        HashSet<string> read = [];
        Dictionary<string, string> statements = [];
        foreach (var (name, statement) in Dialect.SqlServer.All)
        {
            var text = statement.Replace(Batch.GivesWay, "", StringComparison.Ordinal).Replace(Batch.Tells, "", StringComparison.Ordinal);
            foreach (var (shared, brief) in Shared.Where(each => text.Contains(each.Text, StringComparison.Ordinal) && !read.Add(each.Text)))
            {
                text = text.Replace(shared, brief, StringComparison.Ordinal);
            }

            statements.Add(name, text);
        }

        return statements;
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(IEnumerable<KeyValuePair<string, string>> statements)
    {
        var folder = Directory.CreateTempSubdirectory("statements-");
        try
        {
            foreach (var (name, statement) in statements)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{name}.sql"), statement + "\n");
            }

            // One rule that says little: only what cannot be parsed is asked for, and that is told with any rule.
            var told = await RunAsync(["lint", "--dialect", "tsql", "--templater", "raw", "--rules", "L012", "--format", "json", "--nofail", folder.FullName]);
            return [.. from file in JsonDocument.Parse(told).RootElement.EnumerateArray()
                       from fault in file.GetProperty("violations").EnumerateArray()
                       where fault.GetProperty("code").GetString() is "PRS" or "LXR" or "TMP"
                       select $"{Path.GetFileNameWithoutExtension(file.GetProperty("filepath").GetString())}: {fault.GetProperty("description").GetString()}"];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        using CancellationTokenSource patience = new(Patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var told = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"sqlfluff ended with {process.ExitCode}: {await errors}");
            return told;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("sqlfluff", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("The grammar of T-SQL is not here: install Debian's package sqlfluff.", missing);
        }
    }
}
