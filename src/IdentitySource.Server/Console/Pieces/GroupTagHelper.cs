using IdentitySource.Server.Pages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Console.Pieces;

/// <summary><c>&lt;group name="grant_types" label="…" hint="…"&gt;&lt;tick …&gt;</c>: boxes or choices of one name, with what is wrong with them together.</summary>
[HtmlTargetElement("group")]
public sealed class GroupTagHelper(Assets assets) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Name { get; set; } = "";

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        FieldFrame frame = new(View, assets, Name, Hint);
        output.TagName = "fieldset";
        output.Attributes.SetAttribute("id", frame.Id);
        output.Attributes.SetAttribute("tabindex", "-1");
        if (frame.DescribedBy is { } ids)
        {
            output.Attributes.SetAttribute("aria-describedby", ids);
        }

        output.PreContent.AppendHtml(Markup.Element("legend").Saying(Label));
        foreach (var piece in new[] { frame.Error(), frame.Hint() }.OfType<TagBuilder>())
        {
            output.PreContent.AppendHtml(piece);
        }
    }
}
