using System.Runtime.InteropServices;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Storage.Events;

/// <summary>What a batch of events adds to the counts of its days, and who was here.</summary>
public sealed class DayTally
{
    private readonly Dictionary<CountedBy, long> counts = [];
    private readonly HashSet<Visitor> visitors = [];

    /// <summary>In the order of their key, so that two servers that add to the same rows do not wait for each other in a circle.</summary>
    public IReadOnlyList<KeyValuePair<CountedBy, long>> Counts =>
        [.. counts.OrderBy(each => each.Key.PoolId).ThenBy(each => each.Key.Day).ThenBy(each => each.Key.Measure, StringComparer.Ordinal).ThenBy(each => each.Key.Key, StringComparer.Ordinal)];

    public IReadOnlyList<Visitor> Visitors => [.. visitors.OrderBy(each => each.PoolId).ThenBy(each => each.Day).ThenBy(each => each.UserId)];

    public static DayTally Of(IEnumerable<EventRow> events)
    {
        DayTally tally = new();
        foreach (var row in events)
        {
            tally.Add(row);
        }

        return tally;
    }

    public void Add(Guid poolId, DateOnly day, string measure, string key = "", long count = 1) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, new CountedBy(poolId, day, measure, key), out _) += count;

    private void Add(EventRow row)
    {
        var day = DateOnly.FromDateTime(row.At.UtcDateTime);
        switch (row)
        {
            case { Kind: "sign_in" }:
                Add(row.PoolId, day, row.Success ? Measure.SignIn : Measure.FailedSignIn);
                break;
            case { Kind: "authorized", ApplicationId: { } application }:
                Add(row.PoolId, day, Measure.Application, application.ToString("N"));
                break;
            case { Kind: "refusal", Reason: { } reason }:
                Add(row.PoolId, day, Measure.Refusal, reason);
                break;
        }

        if (row is { Success: true, Kind: "sign_in" or "authorized", UserId: { } person })
        {
            visitors.Add(new Visitor(row.PoolId, day, person));
        }
    }
}

public readonly record struct CountedBy(Guid PoolId, DateOnly Day, string Measure, string Key);

public readonly record struct Visitor(Guid PoolId, DateOnly Day, Guid UserId);
