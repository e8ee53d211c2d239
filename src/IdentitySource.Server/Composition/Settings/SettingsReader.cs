using System.Globalization;

namespace IdentitySource.Server.Composition.Settings;

/// <summary>
/// Reads settings one by one and remembers their names, so that a name that nobody asks for is noticed. What cannot be read is a
/// fault that begins with the environment variable to set; reading goes on, so that one try shows all of them.
/// </summary>
public sealed class SettingsReader
{
    private static readonly string[] Times = ["c", "%d"];

    private readonly IConfiguration configuration;
    private readonly string path;
    private readonly List<string> faults;
    private readonly HashSet<string> asked;

    public SettingsReader(IConfiguration configuration)
        : this(configuration, "", [], new HashSet<string>(StringComparer.OrdinalIgnoreCase))
    {
    }

    private SettingsReader(IConfiguration configuration, string path, List<string> faults, HashSet<string> asked)
    {
        this.configuration = configuration;
        this.path = path;
        this.faults = faults;
        this.asked = asked;
    }

    public IReadOnlyList<string> Faults => faults;

    public static string EnvironmentName(string path) => path.Replace(":", "__", StringComparison.Ordinal);

    public SettingsReader Section(string name) => new(configuration, PathOf(name), faults, asked);

    /// <summary>Null when it is not set, or to nothing.</summary>
    public string? Text(string name) => Given(name) is { Length: > 0 } text ? text : null;

    /// <summary>As it is set, also to nothing.</summary>
    public string? Given(string name)
    {
        asked.Add(PathOf(name));
        return configuration[PathOf(name)];
    }

    /// <summary>One comma-separated text, or a list of them.</summary>
    public IEnumerable<string> List(string name) => configuration.GetSection(PathOf(name)).GetChildren()
        .Select(child => child.Value).Append(Given(name))
        .SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    public int Number(string name, int usual, int least = 1, int most = int.MaxValue) => (int)Size(name, usual, least, most);

    public long Size(string name, long usual, long least = 1, long most = long.MaxValue)
    {
        if (Text(name) is not { } text)
        {
            return usual;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, text, most is int.MaxValue or long.MaxValue ? $"is not a whole number from {least} on" : $"is not a whole number from {least} to {most}");
        return usual;
    }

    /// <summary><c>00:15:00</c>; <c>30</c> and <c>30.00:00:00</c> are days.</summary>
    public TimeSpan Time(string name, TimeSpan usual, TimeSpan least, TimeSpan most)
    {
        if (Text(name) is not { } text)
        {
            return usual;
        }

        if (TimeSpan.TryParseExact(text, Times, CultureInfo.InvariantCulture, out var span) && span >= least && span <= most)
        {
            return span;
        }

        Refuse(name, text, $"is not a time from {least:c} to {most:c} (days.hours:minutes:seconds)");
        return usual;
    }

    public bool Switch(string name, bool usual)
    {
        if (Text(name) is not { } text)
        {
            return usual;
        }

        if (bool.TryParse(text, out var given))
        {
            return given;
        }

        Refuse(name, text, "is neither true nor false");
        return usual;
    }

    public TEnum OneOf<TEnum>(string name)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return default;
        }

        // A number would be taken for the member at that place.
        if (char.IsAsciiLetter(text[0]) && Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.IsDefined(value))
        {
            return value;
        }

        Refuse(name, text, $"is none of {string.Join(", ", Enum.GetNames<TEnum>())}");
        return default;
    }

    /// <summary>Shows what was given: not for secrets.</summary>
    public void Refuse(string name, string text, string why) => Fault(name, $" '{Shown(text)}' {why}.");

    /// <param name="rest">Follows the name without a space.</param>
    public void Fault(string name, string rest) => faults.Add(EnvironmentName(PathOf(name)) + rest);

    /// <summary>
    /// What is set in a section of ours and was never asked for is a fault and no warning: a misspelt limit or proxy would leave the
    /// usual one in force, and nobody looks at a server that seems to run.
    /// </summary>
    public void RefuseUnknown(string section)
    {
        var unknown = configuration.GetSection(section).AsEnumerable()
            .Where(each => each.Value is { Length: > 0 } && !each.Key.Equals(section, StringComparison.OrdinalIgnoreCase) && !IsKnown(each.Key));
        foreach (var (name, _) in unknown)
        {
            var nearest = NearestName.Find(name, asked) is { } meant ? $" Is {EnvironmentName(meant)} meant?" : "";
            faults.Add($"{EnvironmentName(name)} is not a setting.{nearest}");
        }
    }

    private bool IsKnown(string name) =>
        asked.Contains(name) || (name.LastIndexOf(':') is > 0 and var end && asked.Contains(name[..end]) && int.TryParse(name[(end + 1)..], out _));

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}:{name}";

    /// <summary>In one line, and not without end.</summary>
    private static string Shown(string text) =>
        string.Concat((text.Length > 80 ? text[..80] + "…" : text).Select(letter => char.IsControl(letter) ? '·' : letter));
}
