using IdentitySource.Server.Pages.Console;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>
/// <c>&lt;pager next="@Model.Next" /&gt;</c>: to the next page of a list that is read by its key, in the parameter <c>after</c>, and back to
/// the first; everything else in the address stays. Nothing when there is only one page.
/// </summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PagerTagHelper(IStringLocalizer<ConsoleTexts> shell) : TagHelper
{
    public const string Parameter = "after";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    /// <summary>The key of the last entry that is shown; null on the last page, which Razor hands over as an empty text.</summary>
    public string? Next { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var isFirst = !View.HttpContext.Request.Query.ContainsKey(Parameter);
        var isLast = string.IsNullOrEmpty(Next);
        if (isFirst && isLast)
        {
            output.SuppressOutput();
            return;
        }

        output.Become(Markup.Element("nav", ("class", "pager"), ("aria-label", shell["Pager"])).With(
            isFirst ? null : Markup.Element("a", ("class", "btn small"), ("href", Address(null))).Saying(shell["Pager.First"]),
            isLast ? null : Markup.Element("a", ("class", "btn small"), ("href", Address(Next)), ("rel", "next")).Saying(shell["Pager.Next"])));
    }

    private string Address(string? after)
    {
        var request = View.HttpContext.Request;
        var kept = request.Query.Where(each => each.Key is not (Parameter or "done"))
            .SelectMany(each => each.Value.Select(value => KeyValuePair.Create(each.Key, value)));
        var all = after is null ? kept : kept.Append(KeyValuePair.Create(Parameter, (string?)after));
        return QueryHelpers.AddQueryString(request.Path.Value ?? "", all);
    }
}
