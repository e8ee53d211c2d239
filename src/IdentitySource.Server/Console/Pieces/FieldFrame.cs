using IdentitySource.Server.Pages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace IdentitySource.Server.Console.Pieces;

/// <summary>What every input of a form has around it: label, hint, and the fault of its name.</summary>
internal sealed class FieldFrame
{
    private readonly Assets assets;
    private readonly string? hint;
    private readonly ConsoleFault? fault;
    private readonly ViewContext view;

    public FieldFrame(ViewContext view, Assets assets, string name, string? hint)
    {
        // Razor gives a text that was null as an empty one.
        (this.view, this.assets, this.hint) = (view, assets, string.IsNullOrEmpty(hint) ? null : hint);
        var frame = view.HttpContext.Console();
        frame.Fields.Add(name);
        fault = frame.Faults.FirstOrDefault(each => each.Field == name);
        (Name, Id) = (name, IdOf(name));
    }

    public string Name { get; }

    public string Id { get; }

    public string? Invalid => fault is null ? null : "true";

    public string? DescribedBy =>
        string.Join(' ', new[] { fault is null ? null : Id + "-error", hint is null ? null : Id + "-hint" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;

    /// <summary>Whether this is the answer to a form that was refused: then what was typed stands in the field.</summary>
    public bool WasRefused => view.HttpContext.Console() is { Faults.Count: > 0 } frame && view.HttpContext.Request is { HasFormContentType: true } request
        && (frame.Section is null || frame.Section.Equals(request.Query["handler"], StringComparison.OrdinalIgnoreCase));

    public string? Typed => WasRefused ? view.HttpContext.Request.Form[Name].LastOrDefault() : null;

    /// <summary>All values of that name: the boxes of a group that were ticked.</summary>
    public IEnumerable<string?> Ticked => WasRefused ? view.HttpContext.Request.Form[Name] : [];

    public static string IdOf(string field) => "field-" + field.Replace('_', '-');

    public TagBuilder Label(string text) => Markup.Element("label", ("for", Id)).Saying(text);

    public TagBuilder? Hint() => hint is null ? null : Markup.Element("p", ("class", "hint"), ("id", Id + "-hint")).Saying(hint);

    public TagBuilder? Error() => fault is null
        ? null
        : Markup.Element("p", ("class", "error"), ("id", Id + "-error"))
            .With(Markup.Icon(assets, "circle-alert"), Markup.Element("span", ("lang", fault.IsTranslated ? null : "en")).Saying(fault.Text));
}
