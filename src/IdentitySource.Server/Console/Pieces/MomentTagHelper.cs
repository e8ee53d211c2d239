using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Console.Pieces;

/// <summary><c>&lt;moment at="…" /&gt;</c>: a time, in UTC in the page; a script shows it in the time zone of whoever looks.</summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentTagHelper : TagHelper
{
    public DateTimeOffset? At { get; set; }

    /// <summary>With seconds, where things happen close together.</summary>
    public bool Exact { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is not { } at)
        {
            output.Become(Markup.Element("span", ("class", "hint")).Saying("–"));
            return;
        }

        var utc = at.UtcDateTime;
        output.Become(Markup.Element("time", ("datetime", utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), ("data-exact", Exact ? "" : null))
            .Saying(utc.ToString(Exact ? "yyyy-MM-dd HH:mm:ss 'UTC'" : "yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)));
    }
}
