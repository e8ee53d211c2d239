using IdentitySource.Management.Access;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Configuration;

/// <summary>The entries of one application's access control that speak of roles and groups.</summary>
internal static class ReconcileAccess
{
    public static async Task RunAsync(
        Reconciliation work, string path, ApplicationRow application, IReadOnlyList<AccessConfiguration> wanted, Subjects subjects, CancellationToken cancel)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        var entries = await work.Db.AccessEntries.Where(row => row.ApplicationId == application.Id).ToDictionaryAsync(row => row.SubjectId, cancel);
        HashSet<Guid> named = [];
        foreach (var each in wanted)
        {
            if (subjects.Find(each.Role, each.Group).Refused(out var faults, out var subject))
            {
                work.Refuse($"{path}.access", faults);
            }
            else if (!named.Add(subject.Id))
            {
                work.Faults.Add(new Fault($"{path}.access", "configuration_repeated", $"'{subject.Name}' stands in the file more than once.") { Values = [subject.Name] });
            }
            else
            {
                Set(work, application, entries.GetValueOrDefault(subject.Id), subject, each);
            }
        }
    }

    private static void Set(
        Reconciliation work, ApplicationRow application, AccessEntryRow? found, (SubjectKind Kind, Guid Id, string Name) subject, AccessConfiguration wanted)
    {
        var name = $"{application.Address}: {subject.Name}";
        if (found is null)
        {
            AccessEntryRow row = new()
            {
                PoolId = work.Db.PoolId,
                Id = Guid.CreateVersion7(work.Now),
                ApplicationId = application.Id,
                SubjectKind = subject.Kind,
                SubjectId = subject.Id,
                Allow = wanted.Allow,
                Enabled = wanted.Enabled,
                CreatedAt = work.Now,
            };
            work.Db.AccessEntries.Add(row);
            work.Create("access", name);
            work.Record("access_entry_added", AccessEntryChange.Detail(row), application.Id);
        }
        else if (found.Allow != wanted.Allow || found.Enabled != wanted.Enabled)
        {
            Dictionary<string, SettingDifference> differences = new() { ["allow"] = new(found.Allow, wanted.Allow), ["enabled"] = new(found.Enabled, wanted.Enabled) };
            var changed = differences.Where(each => !Equals(each.Value.Before, each.Value.After)).ToDictionary();
            (found.Allow, found.Enabled) = (wanted.Allow, wanted.Enabled);
            work.Update("access", name, changed);
            work.Record("access_entry_updated", Detail(found, changed), application.Id);
        }
    }

    private static Dictionary<string, object?> Detail(AccessEntryRow entry, IReadOnlyDictionary<string, SettingDifference> changed)
    {
        var detail = AccessEntryChange.Detail(entry);
        foreach (var (name, difference) in changed)
        {
            detail[name] = new Dictionary<string, object?> { ["before"] = difference.Before, ["after"] = difference.After };
        }

        return detail;
    }
}
