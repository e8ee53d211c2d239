using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace IdentitySource.Storage.Tests.Schema;

/// <summary>
/// Two pools with one row of every kind, whose ids and hashes are the same in both: whatever forgets to ask for the pool finds
/// the other one's too. Names are the pool's id, so that a row tells whose it is.
/// </summary>
public sealed class TwinPools : IAsyncLifetime
{
    public PostgresGround Ground { get; } = new();

    public Guid[] Pools { get; } = [Guid.CreateVersion7(), Guid.CreateVersion7()];

    /// <summary>Of every row that has an id.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Every hash of every row.</summary>
    public byte[] Hash => [.. Id.ToByteArray(), .. Id.ToByteArray()];

    public DateTimeOffset End => Ground.Clock.Now.AddDays(1);

    public async Task InitializeAsync()
    {
        await Ground.InitializeAsync();
        foreach (var pool in Pools)
        {
            await using var db = await Ground.Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(pool, default);
            db.AddRange(db.Model.GetEntityTypes().Where(entity => IsPooled(entity) || entity.ClrType == typeof(UserPool)).Select(entity => New(entity, pool)));
            await db.SaveChangesAsync();
        }
    }

    public Task DisposeAsync() => Ground.DisposeAsync();

    public static bool IsPooled(IReadOnlyEntityType entity) => entity.ClrType.IsAssignableTo(typeof(IPooled));

    private object New(IEntityType entity, Guid pool)
    {
        var row = Activator.CreateInstance(entity.ClrType)!;
        foreach (var property in entity.GetProperties().Where(property => property.PropertyInfo is not null))
        {
            if (Value(property, pool) is { } value)
            {
                property.PropertyInfo!.SetValue(row, value);
            }
        }

        if (row is UserPasskey passkey)
        {
            passkey.Data = new IdentityPasskeyData { PublicKey = Hash, AttestationObject = Hash, ClientDataJson = Hash };
        }

        return row;
    }

    /// <summary>Null: as the class has it. What may be null is, unless it is an id, a hash or a text.</summary>
    private object? Value(IProperty property, Guid pool) => property.ClrType switch
    {
        var type when type == typeof(Guid) || type == typeof(Guid?) => IsPoolsId(property) ? pool : Id,
        var type when type == typeof(string) => pool.ToString("N")[..Math.Min(property.GetMaxLength() ?? 32, 32)],
        var type when type == typeof(byte[]) => Hash,
        var type when type == typeof(DateTimeOffset) => End,
        var type when type == typeof(ApplicationPolicy) => new ApplicationPolicy(),
        _ => null,
    };

    private static bool IsPoolsId(IProperty property) =>
        property.DeclaringType.ClrType == typeof(UserPool)
        || property.Name == nameof(IPooled.PoolId)
        || property.GetContainingForeignKeys().Any(key => key.PrincipalEntityType.ClrType == typeof(UserPool));
}
