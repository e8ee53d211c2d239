using IdentitySource.Server.Pages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Console.Pieces;

/// <summary><c>&lt;pick name="role" label="…" options="…" value="…" /&gt;</c>: one of a list.</summary>
[HtmlTargetElement("pick", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PickTagHelper(Assets assets) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Name { get; set; } = "";

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public string? Value { get; set; }

    public IEnumerable<PickOption> Options { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        FieldFrame frame = new(View, assets, Name, Hint);
        var value = frame.Typed ?? Value;
        var control = Markup.Element("select", [.. output.Rest(), ("id", frame.Id), ("name", Name), ("aria-invalid", frame.Invalid), ("aria-describedby", frame.DescribedBy)]);
        foreach (var option in Options)
        {
            control.With(Markup.Element("option", ("value", option.Value), ("selected", option.Value == value ? "" : null), ("disabled", option.Disabled ? "" : null)).Saying(option.Text));
        }

        output.Become(Markup.Element("div", ("class", "field")).With(frame.Label(Label), control, frame.Error(), frame.Hint()));
    }
}

public sealed record PickOption(string Value, string Text, bool Disabled = false);
