using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Setup;

/// <summary>The demonstration's machine: a programmatic access account, and a resource of which it may do one thing and not the other.</summary>
public sealed class DemoMachine(CreateAccessKey createAccessKey, CreateResource createResource, AddRule addRule)
{
    private const string Resource = "demo-report";

    /// <summary>What the machine asks for: the first is granted, the second is not.</summary>
    private const string Scope = $"{Resource}:read {Resource}:update";

    /// <summary>Without saving, as part of <see cref="AddDemo"/>.</summary>
    internal async Task<Outcome<DemoAccount>> AddAsync(IdentitySourceDb db, Actor actor, CreatedApplication application, CancellationToken cancel)
    {
        NewResource report = new(db.PoolId, Resource, ResourceType.Api, "Reports of the demonstration", ["read", "update"]);
        if ((await createResource.AddAsync(db, actor, report, cancel)).Refused(out var faults, out var resource))
        {
            return faults.ToList();
        }

        var key = createAccessKey.Add(db, actor, application.Id, new NewAccessKey(db.PoolId, application.Address, Remark: "demonstration"));
        NewRule mayRead = new(db.PoolId, new SubjectName(SubjectKind.AccessKey, key.AccessKey), Resource, null, ["read"], Allow: true);
        addRule.Add(db, actor, mayRead, key, resource);
        return new DemoAccount(application.Address, key.AccessKey, key.Secret, Scope) { ResourceId = resource.Id };
    }
}

/// <param name="Address">Of the application.</param>
/// <param name="Secret">The SK, shown once.</param>
/// <param name="Scope">Worth asking for.</param>
public sealed record DemoAccount(string Address, string AccessKey, string Secret, string Scope)
{
    internal Guid ResourceId { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => AccessKey;
}
