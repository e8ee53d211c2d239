using System.Linq.Expressions;
using System.Reflection;
using System.Text.RegularExpressions;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace IdentitySource.Storage;

/// <summary>
/// All rows. Whoever reads rows of a user pool says which one by <see cref="PoolId"/>: without it a query of pooled rows finds
/// nothing, so a forgotten tenant is an empty answer and never somebody else's.
/// </summary>
public sealed partial class IdentitySourceDb(DbContextOptions<IdentitySourceDb> options) : DbContext(options)
{
    /// <summary>The name of the query filter; ignoring it is for the sweeper and for operators.</summary>
    public const string PoolFilter = "pool";

    /// <summary>The user pool that this context works for.</summary>
    public Guid PoolId { get; set; }

    public DbSet<DeploymentRow> Deployment => Set<DeploymentRow>();

    public DbSet<UserPool> UserPools => Set<UserPool>();

    public DbSet<ApplicationRow> Applications => Set<ApplicationRow>();

    public DbSet<SigningKeyRow> SigningKeys => Set<SigningKeyRow>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Role> Roles => Set<Role>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<ConsoleSessionRow> ConsoleSessions => Set<ConsoleSessionRow>();

    public DbSet<ConsentRow> Consents => Set<ConsentRow>();

    public DbSet<AuthorizationRow> Authorizations => Set<AuthorizationRow>();

    public DbSet<AccessTokenRow> AccessTokens => Set<AccessTokenRow>();

    public DbSet<AccessKeyRow> AccessKeys => Set<AccessKeyRow>();

    public DbSet<ResourceRow> Resources => Set<ResourceRow>();

    public DbSet<PermissionRuleRow> PermissionRules => Set<PermissionRuleRow>();

    public DbSet<Entities.Group> Groups => Set<Entities.Group>();

    public DbSet<GroupMember> GroupMembers => Set<GroupMember>();

    public DbSet<AccessEntryRow> AccessEntries => Set<AccessEntryRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<DailyCountRow> DailyCounts => Set<DailyCountRow>();

    public DbSet<DailyVisitorRow> DailyVisitors => Set<DailyVisitorRow>();

    public DbSet<UserImportRow> UserImports => Set<UserImportRow>();

    public DbSet<UserImportChunkRow> UserImportChunks => Set<UserImportChunkRow>();

    public DbSet<UserImportKeyRow> UserImportKeys => Set<UserImportKeyRow>();

    public DbSet<UserImportFaultRow> UserImportFaults => Set<UserImportFaultRow>();

    public DbSet<OutboxMailRow> OutboxMails => Set<OutboxMailRow>();

    public DbSet<AdministratorRow> Administrators => Set<AdministratorRow>();

    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();

    public DbSet<SetupLinkRow> SetupLinks => Set<SetupLinkRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<ApiAnswerRow> ApiAnswers => Set<ApiAnswerRow>();

    public DbSet<ChangeRow> Changes => Set<ChangeRow>();

    public DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();

    /// <summary>Contexts are pooled: the next one to rent this one must not find itself in somebody's user pool.</summary>
    public override void Dispose()
    {
        PoolId = Guid.Empty;
        base.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public override ValueTask DisposeAsync()
    {
        PoolId = Guid.Empty;
        return base.DisposeAsync();
    }

    /// <summary>
    /// Indexes are written down one by one. In a table that grows, the key is led by the pool and no other index is, unless it is
    /// partial: a planner without statistics takes any index that the pool leads for as good as the key, and reads the whole pool.
    /// </summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(IdentitySourceDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(IPooled))))
        {
            FilterMethod.MakeGenericMethod(entity.ClrType).Invoke(this, [modelBuilder]);
        }

        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    private static readonly MethodInfo FilterMethod =
        typeof(IdentitySourceDb).GetMethod(nameof(FilterByPool), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private void FilterByPool<TEntity>(ModelBuilder model)
        where TEntity : class, IPooled
    {
        Expression<Func<TEntity, bool>> ofThisPool = row => row.PoolId == PoolId;
        model.Entity<TEntity>().HasQueryFilter(PoolFilter, ofThisPool);
    }

    private static string SnakeCase(string name) => Humps().Replace(name, "_$1").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Humps();
}
