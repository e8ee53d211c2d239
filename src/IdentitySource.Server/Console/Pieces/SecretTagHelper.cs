using IdentitySource.Server.Pages;
using IdentitySource.Server.Pages.Console;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>
/// <c>&lt;secret value="…" label="Secret" once /&gt;</c>: a mask while the value is null, the value with a copy button when it was
/// revealed. Revealing is a form of the page's own: a POST that is <see cref="SensitiveAttribute"/> and audited.
/// </summary>
[HtmlTargetElement("secret", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SecretTagHelper(Assets assets, IStringLocalizer<ConsoleTexts> shell) : TagHelper
{
    private const string Mask = "••••••••••••••••";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string? Value { get; set; }

    public string Label { get; set; } = "";

    /// <summary>It is not kept, so this is the only time that it can be seen.</summary>
    public bool Once { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var secret = Markup.Element("span", ("class", "copyable"));
        if (string.IsNullOrEmpty(Value))
        {
            secret.With(Markup.Element("code", ("aria-hidden", "true")).Saying(Mask), Markup.Element("span", ("class", "quiet")).Saying(shell["Secret.Hidden", Label]));
        }
        else
        {
            var id = View.HttpContext.Console().NewId("secret");
            secret.With(Markup.Element("code", ("id", id), ("class", "secret")).Saying(Value), CopyTagHelper.Button(assets, shell, id, Label));
        }

        var once = Once && !string.IsNullOrEmpty(Value) ? Markup.Element("p", ("class", "hint")).Saying(shell["Secret.Once"]) : null;
        output.Become(Markup.Element("div", ("class", "stack-tight")).With(secret, once));
    }
}
