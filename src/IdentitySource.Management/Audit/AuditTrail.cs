using System.Text.Json;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;

namespace IdentitySource.Management.Audit;

/// <summary>Administrative acts as events, written in the act's own transaction: neither exists without the other.</summary>
public sealed class AuditTrail(TimeProvider clock)
{
    /// <param name="detail">What was done, without secrets; written as JSON beside the actor.</param>
    /// <param name="poolId">Whose trail it belongs to, where that is not the context's pool: who administers a pool lives in another.</param>
    public void Add(
        IdentitySourceDb db, Actor actor, string kind, Guid? applicationId = null, Guid? userId = null, IReadOnlyDictionary<string, object?>? detail = null,
        Guid? poolId = null)
    {
        Dictionary<string, object?> written = new()
        {
            ["actor"] = actor.Kind,
            ["administrator"] = actor.UserId?.ToString("N"),
            ["actor_key"] = actor.Key?.Id.ToString("N"),
            ["actor_key_name"] = actor.Key?.Name,
        };
        foreach (var (name, value) in detail ?? new Dictionary<string, object?>())
        {
            written[name] = value;
        }

        var now = clock.GetUtcNow();
        db.Events.Add(new EventRow
        {
            PoolId = poolId ?? db.PoolId,
            Id = Guid.CreateVersion7(now),
            At = now,
            Kind = kind,
            Success = true,
            Administrative = true,
            ApplicationId = applicationId,
            UserId = userId,
            Reference = actor.Reference ?? EventReference.New(),
            RemoteAddress = actor.RemoteAddress,
            UserAgent = actor.UserAgent,
            Detail = JsonSerializer.Serialize(written.Where(pair => pair.Value is not null).ToDictionary()),
        });
    }
}
