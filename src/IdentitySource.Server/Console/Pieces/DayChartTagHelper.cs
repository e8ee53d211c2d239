using System.Globalization;
using IdentitySource.Server.Pages.Console;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>
/// <c>&lt;day-chart label="…" days="…" series="…" /&gt;</c>: stacked bars, one for each day, or with <c>lines</c> a line for each series,
/// drawn as SVG without styles or scripts; its highest value, its first and last day; and the same numbers as a table beside it.
/// </summary>
[HtmlTargetElement("day-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DayChartTagHelper(IStringLocalizer<ConsoleTexts> shell) : TagHelper
{
    private const int Width = 600;

    private const int Height = 120;

    public string Label { get; set; } = "";

    public IReadOnlyList<DateOnly> Days { get; set; } = [];

    public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>For series that contain one another, which do not add up.</summary>
    public bool Lines { get; set; }

    private long Highest => Math.Max(1, Enumerable.Range(0, Days.Count).Select(day => Lines ? Series.Max(each => each.Values[day]) : Series.Sum(each => each.Values[day])).DefaultIfEmpty().Max());

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var total = string.Join(", ", Series.Select(each => $"{each.Name}: {Number(Lines && each.Values.Count > 0 ? each.Values[^1] : each.Values.Sum())}"));
        output.Become(Markup.Element("figure", ("class", "chart")).With(
            Markup.Element("figcaption").With(
                Markup.Element("span", ("class", "quiet")).Saying(Label),
                Legend()),
            Markup.Element("div", ("class", "scale"), ("aria-hidden", "true")).Saying(Number(Highest)),
            Drawing($"{Label}. {total}"),
            Markup.Element("div", ("class", "span"), ("aria-hidden", "true")).With(
                Markup.Element("span").Saying(Days.Count == 0 ? "" : Day(Days[0])), Markup.Element("span").Saying(Days.Count == 0 ? "" : Day(Days[^1]))),
            Markup.Element("details").With(Markup.Element("summary").Saying(shell["Chart.Table"]), Table())));
    }

    private TagBuilder Legend()
    {
        var legend = Markup.Element("span", ("class", "legend"));
        for (var index = 0; index < Series.Count; index++)
        {
            legend.With(Markup.Element("span", ("class", $"series-{index}")).Saying(Series[index].Name));
        }

        return legend;
    }

    private TagBuilder Drawing(string description)
    {
        var chart = Markup.Element("svg", ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("aria-label", description), ("preserveAspectRatio", "none"));
        chart.With(Axis(1), Axis(Height));
        if (Lines)
        {
            return chart.With([.. Enumerable.Range(0, Series.Count).Select(Line)]);
        }

        return chart.With([.. Enumerable.Range(0, Days.Count).SelectMany(Bars)]);
    }

    private IEnumerable<TagBuilder> Bars(int day)
    {
        double bottom = Height;
        for (var index = 0; index < Series.Count; index++)
        {
            var height = Tall(Series[index].Values[day]);
            bottom -= height;
            if (height > 0)
            {
                yield return Markup.Element(
                    "rect", ("class", $"series-{index}"), ("x", Place((day + 0.15) * Slot)), ("y", Place(bottom)), ("width", Place(Slot * 0.7)), ("height", Place(height)));
            }
        }
    }

    private TagBuilder Line(int index) => Markup.Element(
        "polyline", ("class", $"series-{index}"), ("points", string.Join(' ', Series[index].Values.Select((value, day) => $"{Place((day + 0.5) * Slot)},{Place(Height - Tall(value))}"))));

    private static TagBuilder Axis(int y) => Markup.Element("line", ("class", "axis"), ("x1", "0"), ("x2", $"{Width}"), ("y1", $"{y}"), ("y2", $"{y}"));

    private double Slot => (double)Width / Math.Max(1, Days.Count);

    /// <summary>The highest reaches the upper line, which stands one below the edge.</summary>
    private double Tall(long value) => (double)value / Highest * (Height - 1);

    private TagBuilder Table()
    {
        var head = Markup.Element("tr").With(Markup.Element("th", ("scope", "col")).Saying(shell["Chart.Day"]));
        foreach (var each in Series)
        {
            head.With(Markup.Element("th", ("scope", "col")).Saying(each.Name));
        }

        var body = Markup.Element("tbody");
        for (var day = Days.Count - 1; day >= 0; day--)
        {
            var row = Markup.Element("tr").With(Markup.Element("th", ("scope", "row")).Saying(Day(Days[day])));
            foreach (var each in Series)
            {
                row.With(Markup.Element("td").Saying(Number(each.Values[day])));
            }

            body.With(row);
        }

        return Markup.Element("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", $"{Label}: {shell["Chart.Table"].Value}"))
            .With(Markup.Element("table").With(Markup.Element("thead").With(head), body));
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

    private static string Place(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <param name="Values">One for each day.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<long> Values);
