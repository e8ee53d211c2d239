using IdentitySource.Server.Pages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Console.Pieces;

/// <summary><c>&lt;choice name="type" value="spa" label="…" hint="…" checked="…" /&gt;</c>: one of several of the same name, inside a group.</summary>
[HtmlTargetElement("choice", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ChoiceTagHelper(Assets assets) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Name { get; set; } = "";

    public string Value { get; set; } = "";

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public bool Checked { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        FieldFrame frame = new(View, assets, Name, null);
        var id = $"{frame.Id}-{Value}";
        var control = Markup.Element(
            "input",
            [
                .. output.Rest(), ("type", "radio"), ("id", id), ("name", Name), ("value", Value),
                ("checked", (frame.WasRefused ? frame.Typed == Value : Checked) ? "" : null), ("aria-describedby", string.IsNullOrEmpty(Hint) ? null : id + "-hint"),
            ]).Void();
        output.Become(Markup.Element("div", ("class", "tick"))
            .With(
                Markup.Element("label", ("class", "check")).With(control, Markup.Element("span").Saying(Label)),
                string.IsNullOrEmpty(Hint) ? null : Markup.Element("p", ("class", "hint"), ("id", id + "-hint")).Saying(Hint)));
    }
}
