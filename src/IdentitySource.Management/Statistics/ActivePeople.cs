using System.Globalization;
using IdentitySource.Storage.Events;

namespace IdentitySource.Management.Statistics;

/// <summary>
/// How many different people came within a span of days, from how long each had been away: who came more than once within the span
/// is counted on the first of these days only, the one whose day before lies outside.
/// </summary>
internal sealed class ActivePeople(IEnumerable<(DateOnly Day, string DaysAway, long Count)> visitors)
{
    private readonly ILookup<DateOnly, (int DaysAway, long Count)> visitors =
        visitors.ToLookup(each => each.Day, each => (int.Parse(each.DaysAway, CultureInfo.InvariantCulture), each.Count));

    /// <param name="days">Up to <see cref="Measure.LongestAbsence"/>, <paramref name="last"/> included.</param>
    public long Within(DateOnly last, int days) =>
        Enumerable.Range(0, days).Sum(offset => visitors[last.AddDays(offset - days + 1)].Where(each => each.DaysAway > offset).Sum(each => each.Count));
}
