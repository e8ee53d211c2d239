using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>Builds elements for the pieces; every value is encoded.</summary>
internal static class Markup
{
    /// <param name="attributes">Those with a null value are left out; an empty one is written as a bare name.</param>
    public static TagBuilder Element(string name, params (string Name, string? Value)[] attributes)
    {
        TagBuilder element = new(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                element.Attributes[attribute] = value;
            }
        }

        return element;
    }

    public static TagBuilder With(this TagBuilder element, params IHtmlContent?[] content)
    {
        foreach (var each in content)
        {
            element.InnerHtml.AppendHtml(each ?? HtmlString.Empty);
        }

        return element;
    }

    public static TagBuilder Saying(this TagBuilder element, string text)
    {
        element.InnerHtml.Append(text);
        return element;
    }

    public static TagBuilder Void(this TagBuilder element)
    {
        element.TagRenderMode = TagRenderMode.SelfClosing;
        return element;
    }

    public static IHtmlContent Icon(Pages.Assets assets, string name) => Element("svg", ("class", "icon"), ("aria-hidden", "true"))
        .With(Element("use", ("href", $"{assets["icons.svg"]}#{name}")));

    /// <summary>The piece becomes this element.</summary>
    public static void Become(this TagHelperOutput output, TagBuilder element)
    {
        output.TagName = null;
        output.Attributes.Clear();
        output.PreContent.Clear();
        output.PostContent.Clear();
        output.Content.SetHtmlContent(element);
    }

    /// <summary>What the page wrote on the piece beside its own properties: <c>autocomplete</c>, <c>maxlength</c> …</summary>
    public static IEnumerable<(string Name, string? Value)> Rest(this TagHelperOutput output) =>
        output.Attributes.Select(attribute => (attribute.Name, (string?)Plain(attribute.Value)));

    private static string Plain(object? value)
    {
        if (value is not IHtmlContent content)
        {
            return value?.ToString() ?? "";
        }

        using StringWriter writer = new();
        content.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        return System.Net.WebUtility.HtmlDecode(writer.ToString());
    }
}
