using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Pages;

/// <summary><c>&lt;icon name="eye" /&gt;</c>: a drawing from our sprite, always beside a text, hence hidden from screen readers.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper(Assets assets) : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var classes = context.AllAttributes["class"]?.Value.ToString();
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", classes ?? "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent($"<use href=\"{assets["icons.svg"]}#{Name}\"></use>");
    }
}
