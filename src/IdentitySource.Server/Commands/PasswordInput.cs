using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;

namespace IdentitySource.Server.Commands;

/// <summary>
/// Where a command takes a password from. An argument can be seen in the list of processes and stays in the shell's history;
/// <c>--password-stdin</c> does not, and without either one is made.
/// </summary>
/// <param name="Made">Made here, so it has to be shown.</param>
internal sealed record PasswordInput(string? Text, bool Made)
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    public static Option<string> Given { get; } =
        CommonOptions.One<string>("--password", "The password. Others on this machine may see it: prefer --password-stdin.");

    public static Option<bool> FromInput { get; } = CommonOptions.One<bool>("--password-stdin", "Read the password from the first line of standard input.");

    public static Option<bool> None { get; } = CommonOptions.One<bool>("--no-password", "Without a password.");

    public static void Validate(CommandResult result)
    {
        if (result.GetResult(Given) is { Implicit: false } && result.GetResult(FromInput) is { Implicit: false })
        {
            result.AddError("--password and --password-stdin exclude each other.");
        }
    }

    public static async Task<PasswordInput> ReadAsync(ParseResult parsed, TextReader input, CancellationToken cancel) =>
        parsed.GetValue(Given) is { } given ? new PasswordInput(given, Made: false)
        : parsed.GetValue(FromInput) ? new PasswordInput(await input.ReadLineAsync(cancel) ?? "", Made: false)
        : CommonOptions.IsGiven(parsed, None) ? new PasswordInput(null, Made: false)
        : new PasswordInput(RandomNumberGenerator.GetString(Letters, 20), Made: true);

    /// <summary>Never the password.</summary>
    public override string ToString() => nameof(PasswordInput);
}
