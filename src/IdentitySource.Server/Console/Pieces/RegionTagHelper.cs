using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Console.Pieces;

/// <summary><c>&lt;region label="Applications"&gt;&lt;table&gt;…</c>: a table that may be wider than the window scrolls by itself, also with the keyboard.</summary>
[HtmlTargetElement("region")]
public sealed class RegionTagHelper : TagHelper
{
    public string Label { get; set; } = "";

    /// <summary>Until a script has something to show in it.</summary>
    public bool Hidden { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "scroll");
        output.Attributes.SetAttribute("tabindex", "0");
        output.Attributes.SetAttribute("role", "region");
        output.Attributes.SetAttribute("aria-label", Label);
        if (Hidden)
        {
            output.Attributes.Add(new TagHelperAttribute("hidden"));
        }
    }
}
