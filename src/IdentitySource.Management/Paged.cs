namespace IdentitySource.Management;

/// <summary>Some of a list.</summary>
/// <param name="Next">The place after which the next ones come; null on the last page.</param>
public sealed record Paged<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <param name="rows">One more than were asked for, if there are more.</param>
    internal static Paged<T> Of(List<T> rows, int take, Func<T, string> place) =>
        rows.Count > take ? new Paged<T>(rows[..take], place(rows[take - 1])) : new Paged<T>(rows, null);
}
