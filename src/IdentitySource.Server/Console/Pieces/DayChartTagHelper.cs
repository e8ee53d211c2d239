using System.Globalization;
using IdentitySource.Server.Pages.Console;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>
/// <c>&lt;day-chart label="…" days="…" series="…" /&gt;</c>: stacked bars, one for each day, drawn as SVG without styles or scripts, and
/// the same numbers as a table beside them.
/// </summary>
[HtmlTargetElement("day-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DayChartTagHelper(IStringLocalizer<ConsoleTexts> shell) : TagHelper
{
    private const int Width = 600;

    private const int Height = 120;

    public string Label { get; set; } = "";

    public IReadOnlyList<DateOnly> Days { get; set; } = [];

    public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var total = string.Join(", ", Series.Select(each => $"{each.Name}: {Number(each.Values.Sum())}"));
        output.Become(Markup.Element("figure", ("class", "chart")).With(
            Markup.Element("figcaption").With(
                Markup.Element("span", ("class", "quiet")).Saying(Label),
                Legend()),
            Bars($"{Label}. {total}"),
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

    private TagBuilder Bars(string description)
    {
        var highest = Math.Max(1, Enumerable.Range(0, Days.Count).Select(day => Series.Sum(each => each.Values[day])).DefaultIfEmpty().Max());
        var slot = (double)Width / Math.Max(1, Days.Count);
        var chart = Markup.Element("svg", ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("aria-label", description), ("preserveAspectRatio", "none"));
        for (var day = 0; day < Days.Count; day++)
        {
            double bottom = Height;
            for (var index = 0; index < Series.Count; index++)
            {
                var height = (double)Series[index].Values[day] / highest * (Height - 4);
                bottom -= height;
                if (height > 0)
                {
                    chart.With(Markup.Element(
                        "rect", ("class", $"series-{index}"), ("x", Place(day * slot + slot * 0.15)), ("y", Place(bottom)), ("width", Place(slot * 0.7)), ("height", Place(height))));
                }
            }
        }

        return chart.With(Markup.Element("line", ("class", "axis"), ("x1", "0"), ("x2", $"{Width}"), ("y1", $"{Height}"), ("y2", $"{Height}")));
    }

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
            var row = Markup.Element("tr").With(Markup.Element("th", ("scope", "row")).Saying(Days[day].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            foreach (var each in Series)
            {
                row.With(Markup.Element("td").Saying(Number(each.Values[day])));
            }

            body.With(row);
        }

        return Markup.Element("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", $"{Label}: {shell["Chart.Table"].Value}"))
            .With(Markup.Element("table").With(Markup.Element("thead").With(head), body));
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

    private static string Place(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <param name="Values">One for each day.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<long> Values);
