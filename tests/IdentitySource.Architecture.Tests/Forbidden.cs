using System.Text.RegularExpressions;
using IdentitySource.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace IdentitySource.Architecture.Tests;

/// <summary>What a review would have to look for in every line, and a machine finds at once.</summary>
public partial class Forbidden
{
    /// <summary>Names of secrets that are compared with <c>==</c> all the same, and why that gives nothing away.</summary>
    private static readonly string[] Harmless =
    [
        // The database looks a hash up in its index; of a SHA-256 no time tells how much was right.
        "CompleteSetup.cs: row.Hash == hash",
        "AcceptInvitation.cs: row.Hash == hash",
        "FindApiKey.cs: row.Hash == hash",

        // Likewise.
        "FindHandle.cs: row.Hash == hash",
        "FindHandle.cs: token.Hash == hash",
        "FindHandle.cs: authorization.CodeHash == hash",
        "ConsoleSessionStore.cs: session.HandleHash == handleHash",

        // Both are cookies of one request.
        "BrowserSession.cs: each != handle",

        // Both come from the database: whether the hash is still the one that was verified.
        "UserDirectory.cs: user.PasswordHash!.Equals(hash)",
    ];

    /// <summary>Parts of statements that are no constants, but are made of constants where they stand.</summary>
    private static readonly string[] OwnWords =
    [
        "ConsentSql.cs: one", "ConsentSql.cs: other",
        "CascadeTriggers.cs: name", "CascadeTriggers.cs: table", "CascadeTriggers.cs: deletes", "CascadeTriggers.cs: same",
        "SweepSql.cs: table", "SweepSql.cs: end", "SweepSql.cs: unless", "SweepSql.cs: ended",
        "BulkSql.cs: table", "BulkSql.cs: column", "BulkSql.cs: forward", "Expression.cs: one", "Expression.cs: other",
        "GrantSql.cs: counting", "GrantSql.cs: usedByThis", "PersonSql.cs: alias",
    ];

    [Fact, Attack("FW-10"), Attack("PK-13"), Spec("OIDC Core §16.12")]
    public void No_secret_is_compared_in_a_time_that_tells_how_much_of_it_was_right()
    {
        var compared =
            from file in SourceTree.Sources
            from each in file.Syntax.DescendantNodes().OfType<BinaryExpressionSyntax>()
            where each.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
                && (IsSecret(each.Left) || IsSecret(each.Right))
                && !(IsConstant(each.Left) || IsConstant(each.Right))
            select $"{Path.GetFileName(file.Path)}: {each}";
        var called =
            from file in SourceTree.Sources
            from each in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
            let access = each.Expression as MemberAccessExpressionSyntax
            where access?.Name.Identifier.Text is "Equals" or "SequenceEqual" or "CompareTo" or "CompareOrdinal"
                && each.ArgumentList.Arguments.Select(argument => argument.Expression).Append(access.Expression).Any(IsSecret)
            select $"{Path.GetFileName(file.Path)}: {each}";

        Assert.Equal(Harmless.Order(StringComparer.Ordinal), compared.Concat(called).Order(StringComparer.Ordinal));
    }

    [Theory, Attack("FW-10"), Attack("PK-13")]
    [InlineData("IdentitySource.Protocol/Tokens/Pkce.cs", "Verify")]
    [InlineData("IdentitySource.Protocol/Jose/JwsVerifier.cs", "Holds")]
    [InlineData("IdentitySource.Protocol/ClientAuthentication/SecretHash.cs", "Equal")]
    [InlineData("IdentitySource.Server/SignIn/FlowTickets.cs", "Read")]
    public void Where_one_is_compared_the_time_is_fixed(string path, string method) =>
        Assert.Contains(
            SourceTree.Sources.Single(file => file.Path == "src/" + path).Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>(),
            each => each.Identifier.Text == method && each.ToString().Contains("CryptographicOperations.FixedTimeEquals(", StringComparison.Ordinal));

    [Fact, Attack("FW-10")]
    public void No_statement_is_put_together_from_what_somebody_sent()
    {
        var holes =
            from file in SourceTree.Sources
            from text in file.Syntax.DescendantNodes().OfType<InterpolatedStringExpressionSyntax>()
            where Statement().IsMatch(text.ToString())
            from hole in text.Contents.OfType<InterpolationSyntax>()
            where !IsOwnWord(hole.Expression)
            select $"{Path.GetFileName(file.Path)}: {hole.Expression}";
        var sums =
            from file in SourceTree.Sources
            from sum in file.Syntax.DescendantNodes().OfType<BinaryExpressionSyntax>()
            where sum.IsKind(SyntaxKind.AddExpression) && (Statement().IsMatch(sum.Left.ToString()) || Statement().IsMatch(sum.Right.ToString()))
            select $"{Path.GetFileName(file.Path)}: {sum}";

        Assert.Equal(OwnWords.Order(StringComparer.Ordinal), holes.Concat(sums).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory, Attack("FW-10")]
    [InlineData("P:System.DateTime.Now")]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTimeOffset.Now")]
    [InlineData("M:System.TimeProvider.GetLocalNow")]
    [InlineData("M:System.DateTimeOffset.ToLocalTime")]
    [InlineData("P:System.DateTimeOffset.LocalDateTime")]
    [InlineData("T:System.Random")]
    [InlineData("T:System.Security.Cryptography.MD5")]
    [InlineData("T:System.Security.Cryptography.SHA1")]
    public void The_compiler_refuses_it(string symbol)
    {
        Assert.Contains(SourceTree.Text("BannedSymbols.txt").Split('\n'), line => line.StartsWith(symbol + ";", StringComparison.Ordinal));
        Assert.Contains("BannedSymbols.txt", SourceTree.Text("src/Directory.Build.props"), StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", SourceTree.Text("Directory.Build.props"), StringComparison.Ordinal);
    }

    private static bool IsSecret(ExpressionSyntax expression) => SecretName().IsMatch(expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Value" } of => of.Expression.ToString(),
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        IdentifierNameSyntax name => name.Identifier.Text,
        ElementAccessExpressionSyntax element => element.ArgumentList.ToString().Trim('[', ']', '"'),
        _ => "",
    });

    /// <summary>A constant, or what a static function makes of constants.</summary>
    private static bool IsOwnWord(ExpressionSyntax expression) => IsConstant(expression) || expression switch
    {
        IdentifierNameSyntax { Identifier.Text: [>= 'A' and <= 'Z', ..] } => true,
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } given } call =>
            (call.Expression is IdentifierNameSyntax || IsConstant(call.Expression)) && given.All(argument => IsOwnWord(argument.Expression)),
        _ => false,
    };

    /// <summary>A literal, or the member of a type that is no secret by its name.</summary>
    private static bool IsConstant(ExpressionSyntax expression) => expression is LiteralExpressionSyntax
        || (expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: [>= 'A' and <= 'Z', ..] } } && !IsSecret(expression));

    [GeneratedRegex("(secret|verifier|password|signature|challenge|handle|hash|token)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|DELETE FROM)\b|\bUPDATE\b.*\bSET\b", RegexOptions.Singleline)]
    private static partial Regex Statement();
}
