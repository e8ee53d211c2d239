using IdentitySource.Server.Pages;
using IdentitySource.Server.Pages.Console;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Console.Pieces;

/// <summary><c>&lt;copy text="…" label="Issuer" /&gt;</c>: a value in full with a button that copies it; without scripts it is selected by hand.</summary>
[HtmlTargetElement("copy", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CopyTagHelper(Assets assets, IStringLocalizer<ConsoleTexts> shell) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Text { get; set; } = "";

    /// <summary>The id of an element that holds the value already: then the piece is the button alone.</summary>
    public string? For { get; set; }

    /// <summary>What it is, for those who hear the button alone.</summary>
    public string Label { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!string.IsNullOrEmpty(For))
        {
            output.Become(Button(assets, shell, For, Label));
            return;
        }

        var id = View.HttpContext.Console().NewId("copy");
        output.Become(Markup.Element("span", ("class", "copyable"))
            .With(Markup.Element("code", ("id", id)).Saying(Text), Button(assets, shell, id, Label)));
    }

    internal static TagBuilder Button(Assets assets, IStringLocalizer shell, string target, string label) =>
        Markup.Element("button", ("type", "button"), ("class", "btn small"), ("data-copy", target), ("data-copied", shell["Copied"]), ("hidden", ""))
            .With(
                Markup.Icon(assets, "copy"),
                Markup.Element("span", ("data-label", "")).Saying(shell["Copy"]),
                Markup.Element("span", ("class", "quiet")).Saying(" " + label),
                Markup.Element("span", ("class", "quiet"), ("role", "status")));
}
