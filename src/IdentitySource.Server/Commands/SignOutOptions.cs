using System.CommandLine;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Server.Commands;

/// <summary>How far signing out at an application goes: two options, each <c>this</c> or <c>all</c>.</summary>
internal static class SignOutOptions
{
    public static Option<Extent?> Devices { get; } =
        CommonOptions.One<Extent?>("--sign-out-devices", "Where somebody who signs out is signed out: this (default) or all.");

    public static Option<Extent?> Applications { get; } =
        CommonOptions.One<Extent?>("--sign-out-applications", "What somebody who signs out is signed out of: all (default) or this.");

    /// <summary>What is not named stays as it is.</summary>
    public static SignOutReach Read(ParseResult parsed, SignOutReach present) => new(
        AllDevices: parsed.GetValue(Devices) is { } devices ? devices == Extent.All : present.AllDevices,
        AllApplications: parsed.GetValue(Applications) is { } applications ? applications == Extent.All : present.AllApplications);
}

internal enum Extent
{
    This,
    All,
}
