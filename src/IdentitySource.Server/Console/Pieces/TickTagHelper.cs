using IdentitySource.Server.Pages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>
/// <c>&lt;tick name="grant_types" value="implicit" label="implicit" checked="…" hint="…" /&gt;</c>: a box, alone or one of several of
/// the same name. Disabled or locked with a reason, it stays visible and says why.
/// </summary>
[HtmlTargetElement("tick", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TickTagHelper(Assets assets) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Name { get; set; } = "";

    public string Value { get; set; } = "true";

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public bool Checked { get; set; }

    /// <summary>Why it cannot be ticked; null when it can.</summary>
    public string? Disabled { get; set; }

    /// <summary>Why it stays ticked; null when it need not.</summary>
    public string? Locked { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        FieldFrame frame = new(View, assets, Name, null);
        var id = $"{frame.Id}-{Value.Replace(' ', '-')}";

        // Razor gives a text that was null as an empty one.
        var (cannot, must) = (!string.IsNullOrEmpty(Disabled), !string.IsNullOrEmpty(Locked));
        var why = cannot ? Disabled : must ? Locked : string.IsNullOrEmpty(Hint) ? null : Hint;
        var control = Markup.Element(
            "input",
            [
                .. output.Rest(), ("type", "checkbox"), ("id", id), ("name", Name), ("value", Value), ("disabled", cannot || must ? "" : null),
                ("checked", must || (!cannot && (frame.WasRefused ? frame.Ticked.Contains(Value) : Checked)) ? "" : null),
                ("aria-invalid", frame.Invalid), ("aria-describedby", why is null ? null : id + "-hint"),
            ]).Void();
        // A disabled box is not sent.
        var sent = must ? Markup.Element("input", ("type", "hidden"), ("name", Name), ("value", Value)).Void() : null;
        output.Become(Markup.Element("div", ("class", "tick"))
            .With(
                Markup.Element("label", ("class", "check")).With(control, Markup.Element("span").Saying(Label)),
                sent,
                why is null ? null : Markup.Element("p", ("class", "hint"), ("id", id + "-hint")).Saying(why)));
    }
}
