using System.Globalization;
using IdentitySource.Server.Pages.Console;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>
/// <c>&lt;bar-chart label="…" bars="…" /&gt;</c>: what is counted by name, largest first: a table, and in each of its rows a bar as long as
/// its number is beside the largest.
/// </summary>
[HtmlTargetElement("bar-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class BarChartTagHelper(IStringLocalizer<ConsoleTexts> shell) : TagHelper
{
    private const int Width = 100;

    private const int Height = 10;

    public string Label { get; set; } = "";

    public IReadOnlyList<ChartBar> Bars { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var head = Markup.Element("tr").With(
            Head(shell["Overview.Chart.Name"]), Head(shell["Overview.Chart.Count"]), Markup.Element("th", ("scope", "col"), ("class", "share")).Saying(shell["Overview.Chart.Share"]));
        var highest = Math.Max(1, Bars.Select(bar => bar.Count).DefaultIfEmpty().Max());
        output.Become(Markup.Element("figure", ("class", "chart bars")).With(
            Markup.Element("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", $"{Label}: {shell["Chart.Table"].Value}")).With(
                Markup.Element("table").With(
                    Markup.Element("thead").With(head),
                    Markup.Element("tbody").With([.. Bars.Select(bar => Row(bar, highest))])))));
    }

    private static TagBuilder Head(string text) => Markup.Element("th", ("scope", "col")).Saying(text);

    private static TagBuilder Row(ChartBar bar, long highest)
    {
        var name = Markup.Element("bdi").Saying(bar.Name);
        IHtmlContent shown = bar.Address is { } address ? Markup.Element("a", ("href", address)).With(name) : name;
        var code = bar.Code is { } slug ? Markup.Element("code", ("class", "hint")).Saying(slug) : null;
        var length = (Width * (double)bar.Count / highest).ToString("0.##", CultureInfo.InvariantCulture);
        return Markup.Element("tr").With(
            Markup.Element("th", ("scope", "row")).With(shown, code is null ? null : Markup.Element("br").Void(), code),
            Markup.Element("td").Saying(bar.Count.ToString("N0", CultureInfo.CurrentCulture)),
            Markup.Element("td", ("class", "share")).With(
                Markup.Element("svg", ("viewBox", $"0 0 {Width} {Height}"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")).With(
                    Markup.Element("rect", ("class", "series-0"), ("width", length), ("height", $"{Height}")))));
    }
}

/// <param name="Address">Of the page that tells more.</param>
/// <param name="Code">What programs call it.</param>
public sealed record ChartBar(string Name, long Count, string? Address = null, string? Code = null);
