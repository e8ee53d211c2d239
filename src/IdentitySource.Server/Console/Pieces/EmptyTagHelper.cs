using IdentitySource.Server.Pages;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>
/// <c>&lt;empty icon="users" title="…" text="…" href="…" action="…" /&gt;</c>: in place of a list without entries, what will stand there
/// and the first thing to do; without an address for those who may not do it.
/// </summary>
[HtmlTargetElement("empty", TagStructure = TagStructure.WithoutEndTag)]
public sealed class EmptyTagHelper(Assets assets) : TagHelper
{
    public string Icon { get; set; } = "search-x";

    public string Title { get; set; } = "";

    public string Text { get; set; } = "";

    public string? Href { get; set; }

    public string? Action { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Become(
        Markup.Element("div", ("class", "empty")).With(
            Markup.Icon(assets, Icon),
            Markup.Element("h2").Saying(Title),
            Markup.Element("p", ("class", "hint")).Saying(Text),
            string.IsNullOrEmpty(Href) || string.IsNullOrEmpty(Action) ? null : Markup.Element("a", ("class", "btn primary"), ("href", Href)).Saying(Action)));
}
