using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IdentitySource.Server.Composition;
using IdentitySource.Server.Composition.Settings;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>Tables of settings: names and defaults from an instance of the options, words from the comments in the source.</summary>
internal static partial class SettingsPage
{
    private const string Begin = "<!-- written from the options: what stands between these lines is lost -->\n";

    private const string End = "<!-- end -->\n";

    private static readonly string Root = FindRoot();

    private static readonly DeploymentOptions Usual = new();

    public static string Path { get; } = System.IO.Path.Combine(Root, "docs/operating/configuration.md");

    /// <summary>The page with its tables written anew, and everything around them as it was.</summary>
    public static string Write(string page)
    {
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        return page[..(begin + Begin.Length)] + Tables() + page[end..];
    }

    public static IEnumerable<string> Names() => Options().SelectMany(option => IsSection(option)
        ? option.PropertyType.GetProperties().Where(each => each.CanWrite).Select(each => $"{Name(option)}__{each.Name}")
        : [Name(option)]);

    private static string Tables()
    {
        StringBuilder text = new("\n");
        Table(text, Options().Where(option => !IsSection(option)).Select(option => Row(Name(option), option.GetValue(Usual), Words(option))));
        foreach (var section in Options().Where(IsSection))
        {
            var usual = section.GetValue(Usual);
            text.Append(CultureInfo.InvariantCulture, $"\n### `{Name(section)}__…`\n\n{Words(section)}\n\n");
            Table(text, section.PropertyType.GetProperties().Where(each => each.CanWrite).Select(each =>
                Row($"{Name(section)}__{each.Name}", usual is null ? null : each.GetValue(usual), Words(each))));
        }

        return text.Append('\n').ToString();
    }

    private static void Table(StringBuilder text, IEnumerable<string> rows) => text.Append("| setting | default | |\n| --- | --- | --- |\n").AppendJoin("", rows);

    private static string Row(string name, object? usual, string words) => $"| `{name}` | {Shown(usual)} | {words} |\n";

    private static IEnumerable<PropertyInfo> Options() => typeof(DeploymentOptions).GetProperties().Where(each => each.CanWrite);

    private static bool IsSection(PropertyInfo option) =>
        option.PropertyType.IsClass && option.PropertyType.Namespace!.StartsWith("IdentitySource", StringComparison.Ordinal);

    private static string Name(PropertyInfo option) => SettingsReader.EnvironmentName(
        option.GetCustomAttribute<SettingNameAttribute>()?.Path ?? $"{DeploymentOptions.Section}:{option.Name}");

    private static string Shown(object? usual) => usual switch
    {
        null or "" or ICollection { Count: 0 } => "none",
        bool flag => flag ? "`true`" : "`false`",
        string text when text.StartsWith(Environment.CurrentDirectory, StringComparison.Ordinal) => $"`{System.IO.Path.GetRelativePath(Environment.CurrentDirectory, text)}`",
        _ => $"`{Convert.ToString(usual, CultureInfo.InvariantCulture)}`",
    };

    private static string Words(PropertyInfo option)
    {
        var source = File.ReadAllText(SourceOf(option.DeclaringType!));
        var above = Comment(source, $@"public [^\n(]*\b{option.Name} {{ get;");
        var words = above?.Element("summary")
            ?? Comment(source, $@"public [^\n(]*\b{option.DeclaringType!.Name}\(")?.Elements("param").Single(each => (string?)each.Attribute("name") == option.Name)
            ?? throw new InvalidOperationException($"{option.DeclaringType}.{option.Name} has no comment.");
        return Spaces().Replace(string.Concat(words.Nodes().Select(Markdown)), " ").Trim();
    }

    private static XElement? Comment(string source, string declaration)
    {
        var match = Regex.Match(source, $@"((?:[ \t]*///[^\n]*\n)+)(?:[ \t]*\[[^\n]*\n)*[ \t]*{declaration}");
        return match.Success ? XElement.Parse($"<comment>{match.Groups[1].Value.Replace("///", "", StringComparison.Ordinal)}</comment>") : null;
    }

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "a" } link => $"[{link.Value}]({(string?)link.Attribute("href")})",
        _ => throw new InvalidOperationException($"A setting's comment cannot be written on the page with {node}."),
    };

    private static string SourceOf(Type type) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(Root, "src"), $"{type.Name}.cs", SearchOption.AllDirectories).Single();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
