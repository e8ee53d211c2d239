using IdentitySource.Server.Pages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>
/// <c>&lt;field name="name" label="…" hint="…" value="…" /&gt;</c>: a text field with its label, hint and fault. With <c>rows</c> a
/// larger one. Other attributes go to the input.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper(Assets assets) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Name { get; set; } = "";

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public string? Value { get; set; }

    public string Type { get; set; } = "text";

    public int? Rows { get; set; }

    public bool Required { get; set; }

    /// <summary>For addresses, identifiers and code.</summary>
    public bool Mono { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        FieldFrame frame = new(View, assets, Name, Hint);

        // A password is never sent back.
        var value = Type == "password" ? null : frame.Typed ?? Value;
        var control = Markup.Element(
            Rows is null ? "input" : "textarea",
            [
                .. output.Rest(), ("id", frame.Id), ("name", Name), ("type", Rows is null ? Type : null), ("rows", Rows?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("value", Rows is null ? value : null), ("required", Required ? "" : null), ("class", Mono ? "mono" : null), ("spellcheck", Mono ? "false" : null),
                ("aria-invalid", frame.Invalid), ("aria-describedby", frame.DescribedBy),
            ]);

        // The parser drops a line break right after the tag, so that one of the text's own is kept.
        control = Rows is null ? control.Void() : control.Saying("\n" + value);
        output.Become(Markup.Element("div", ("class", "field")).With(frame.Label(Label), control, frame.Error(), frame.Hint()));
    }
}
