using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Management.Configuration;

/// <summary>One comparison of a file with a pool: the context that is changed on the way, what was found, and what is wrong.</summary>
internal sealed class Reconciliation(IdentitySourceDb db, Actor actor, AuditTrail audit, DateTimeOffset now, KeySets? keys)
{
    private static readonly Dictionary<string, SettingDifference> Nothing = [];

    private readonly List<Func<CancellationToken, Task>> afterwards = [];

    public IdentitySourceDb Db { get; } = db;

    public Actor Actor { get; } = actor;

    public DateTimeOffset Now { get; } = now;

    public List<PlannedChange> Changes { get; } = [];

    public List<string> Unmentioned { get; } = [];

    public List<Fault> Faults { get; } = [];

    /// <summary>Applications whose snapshots are told; the pool itself is told of every change.</summary>
    public List<Guid> Touched { get; } = [];

    /// <summary>The first keys of a new application; none when nothing is saved.</summary>
    public IEnumerable<SigningKeyRow> KeysFor(Guid applicationId) => keys?.Take(applicationId) ?? [];

    public void Create(string noun, string name) => Changes.Add(new PlannedChange(PlannedChange.Creation, noun, name, Nothing));

    public void Update(string noun, string name, IReadOnlyDictionary<string, SettingDifference> differences) =>
        Changes.Add(new PlannedChange("update", noun, name, differences));

    /// <param name="path">Where in the file.</param>
    public void Refuse(string path, IEnumerable<Fault> faults) => Faults.AddRange(faults.Select(fault => fault with { Field = $"{path}.{fault.Field}" }));

    public void Record(string kind, Dictionary<string, object?> detail, Guid? applicationId = null) =>
        audit.Add(Db, Actor, kind, applicationId, detail: detail);

    /// <summary>Done in the transaction, after everything was written.</summary>
    public void Afterwards(Func<CancellationToken, Task> act) => afterwards.Add(act);

    public async Task FinishAsync(CancellationToken cancel)
    {
        foreach (var act in afterwards)
        {
            await act(cancel);
        }
    }

    /// <summary>What stands twice in a list of the file would be applied by luck of the order.</summary>
    public void RefuseRepeated(string list, IEnumerable<string> keys) => Faults.AddRange(
        keys.GroupBy(key => key, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => new Fault(list, "configuration_repeated", $"'{same.Key}' stands in the file more than once.") { Values = [same.Key] }));
}
