namespace IdentitySource.Server.Composition.Settings;

/// <summary>Which of the known names a mistyped one was meant to be.</summary>
internal static class NearestName
{
    private const int MostSlips = 3;

    public static string? Find(string typed, IEnumerable<string> known) => known
        .Select(name => (Name: name, Slips: Slips(typed.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(each => each.Slips <= MostSlips)
        .OrderBy(each => each.Slips)
        .Select(each => each.Name)
        .FirstOrDefault();

    /// <summary>How many letters have to be put in, taken out or replaced to make one of the other.</summary>
    private static int Slips(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 1; i <= from.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                (corner, row[j]) = (row[j], from[i - 1] == to[j - 1] ? corner : 1 + Math.Min(corner, Math.Min(row[j], row[j - 1])));
            }
        }

        return row[to.Length];
    }
}
