using System.CommandLine;
using IdentitySource.Protocol;

namespace IdentitySource.Server.Commands;

/// <summary>What an application may do, for making and for changing one: together they replace what was ticked before.</summary>
internal static class ModeOptions
{
    public static Option<string[]> GrantTypes { get; } =
        CommonOptions.Many("--grant-type", $"Authorization modes: {string.Join(", ", ProtocolCatalog.GrantTypes.Order())}.");

    public static Option<string[]> ResponseTypes { get; } = CommonOptions.Many(
        "--response-type", $"Return types, quoted: {string.Join(", ", ProtocolCatalog.ResponseTypes.Order().Select(type => $"\"{type}\""))}.");

    public static Option<bool?> AllowHttpImplicitCallback { get; } =
        CommonOptions.One<bool?>("--allow-http-implicit-callback", "Let tokens travel to callback URLs that are not https.");

    /// <summary>Null when it does not stand on the command line.</summary>
    public static string[]? Given(ParseResult parsed, Option<string[]> option) =>
        CommonOptions.IsGiven(parsed, option) ? parsed.GetValue(option) : null;
}
