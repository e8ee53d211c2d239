using IdentitySource.Management.Applications;
using IdentitySource.Management.Audit;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.AccessKeys;

/// <summary>Makes a programmatic access account (AK and SK) of an application. The SK is shown this once.</summary>
public sealed class CreateAccessKey(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit, TimeProvider clock)
{
    public async Task<Outcome<IssuedAccessKey>> RunAsync(Actor actor, NewAccessKey input, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        var faults = AccessKeyRules.Check(input.TokenLifetime, input.Remark).ToList();
        if (await ApplicationChange.FindAsync(db, input.Application, cancel) is not { } application)
        {
            faults.Add(ApplicationChange.Unknown(input.Application));
            return faults;
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var issued = Add(db, actor, application.Id, input);
        await db.SaveChangesAsync(cancel);
        changes.Note(input.PoolId, application.Id);
        return issued;
    }

    /// <summary>Without checking or saving: part of something larger.</summary>
    internal IssuedAccessKey Add(IdentitySourceDb db, Actor actor, Guid applicationId, NewAccessKey input)
    {
        var secret = TokenHandle.New();
        AccessKeyRow row = new()
        {
            PoolId = input.PoolId,
            Id = Guid.NewGuid(),
            ApplicationId = applicationId,
            SecretHash = secret.Hash(),
            TokenLifetime = input.TokenLifetime,
            Remark = input.Remark,
            CreatedAt = clock.GetUtcNow(),
        };
        db.AccessKeys.Add(row);
        changes.Add(db, row.PoolId, row.ApplicationId);
        audit.Add(db, actor, "access_key_created", row.ApplicationId, detail: new Dictionary<string, object?>
        {
            ["access_key"] = row.Id.ToString("N"),
            ["token_lifetime"] = row.TokenLifetime,
            ["remark"] = row.Remark,
        });
        return new IssuedAccessKey(row.Id, row.ApplicationId, secret.Value);
    }
}

/// <param name="Application">The client id, or the address.</param>
/// <param name="TokenLifetime">Of its access tokens, in seconds.</param>
public sealed record NewAccessKey(Guid PoolId, string Application, int TokenLifetime = NewAccessKey.UsualLifetime, string? Remark = null)
{
    public const int UsualLifetime = 600;
}

/// <param name="Secret">The SK in clear, this once.</param>
public sealed record IssuedAccessKey(Guid Id, Guid ApplicationId, string Secret)
{
    public string AccessKey => Id.ToString("N");

    /// <summary>Never the secret.</summary>
    public override string ToString() => AccessKey;
}
