using IdentitySource.Server.Composition;
using IdentitySource.Storage.Ports;

namespace IdentitySource.Server.Commands.Doctor;

/// <summary>Settings that are right and weaken all the same, and a framework with known holes.</summary>
internal static class SettingsCheck
{
    private const string Name = "settings";

    public static Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken cancel)
    {
        Finding[] found = [.. Weaknesses(patient).Select(each => new Finding(Name, Health.Warning, each.What, each.Mend))];
        return Task.FromResult<IReadOnlyList<Finding>>(found is [] ? [new Finding(Name, Health.Good, "All of them can be read, and none weakens.")] : found);
    }

    private static IEnumerable<(string What, string Mend)> Weaknesses(Patient patient)
    {
        var options = patient.Options;
        if (options.AllowHttp)
        {
            yield return ("IdentitySource__AllowHttp is true: passwords and tokens travel in clear.", "Put a proxy with TLS in front, and an https public origin.");
        }

        if (options.ConnectionString is { } given && patient.Get<IDatabaseEngine>().FindWeakness(given) is { } weakness)
        {
            yield return ($"ConnectionStrings__Default: {weakness}", "On a network that only the two of them are on, this is right. Else see docs/operating/databases.md.");
        }

        if (options.Mail.AllowUnencryptedMail)
        {
            yield return ("IdentitySource__Mail__AllowUnencryptedMail is true: whoever listens reads the links in mails.", "Leave it to a relay on this machine.");
        }

        if (options.AllowWrongClock)
        {
            yield return ("IdentitySource__AllowWrongClock is true: a wrong clock goes unnoticed.", "Unset it once the clock has overtaken what is written.");
        }

        if (options.PublicOrigin.StartsWith("https:", StringComparison.Ordinal) && options.KnownProxies.Count == 0)
        {
            yield return (
                "IdentitySource__KnownProxies names nobody: behind a proxy all visitors share its address, and one budget of wrong passwords.",
                "Name every proxy on the way. Without one, this is right.");
        }

        if (RuntimeFloor.Running < RuntimeFloor.Oldest)
        {
            yield return ($"This runs on ASP.NET Core {RuntimeFloor.Running}, which has known security holes.", $"Install {RuntimeFloor.Oldest} or later.");
        }
    }
}
