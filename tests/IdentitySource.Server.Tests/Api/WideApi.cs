using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Http;

namespace IdentitySource.Server.Tests.Api;

/// <summary>A server whose budgets a walk over everything does not use up.</summary>
public sealed class WideApi : HostedServer
{
    private Guid other;

    internal Dictionary<string, ApiClient> Clients { get; } = [];

    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["IdentitySource:ApiLimits:PerKey"] = "100000",
        ["IdentitySource:ApiLimits:FailuresPerSource"] = "100000",
        ["IdentitySource:ApiLimits:DearPerPool"] = "100000",
    };

    internal async Task<Guid> OtherPoolAsync()
    {
        if (other == Guid.Empty)
        {
            await using var db = await DatabaseAsync();
            UserPool pool = new() { Id = Guid.CreateVersion7(), Slug = "elsewhere", Name = "Elsewhere" };
            db.UserPools.Add(pool);
            await db.SaveChangesAsync();
            other = pool.Id;
        }

        return other;
    }
}
