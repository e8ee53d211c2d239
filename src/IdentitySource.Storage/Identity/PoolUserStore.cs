using System.Security.Claims;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Identity;

/// <summary>
/// Identity's store on our rows. The context's user pool is the only one it sees; what it looks up by key it looks up by pool and
/// key, and what it makes belongs to the pool.
/// </summary>
public sealed class PoolUserStore(IdentitySourceDb db, TimeProvider clock, IdentityErrorDescriber? describer = null)
    : UserStore<User, Role, IdentitySourceDb, Guid, UserClaim, UserRole, UserLogin, UserToken, RoleClaim, UserPasskey>(db, describer)
{
    public override Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken = default)
    {
        user.PoolId = Context.PoolId;
        user.Id = user.Id == Guid.Empty ? Guid.CreateVersion7(clock.GetUtcNow()) : user.Id;
        return base.CreateAsync(user, cancellationToken);
    }

    public override async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken = default) =>
        Guid.TryParse(userId, out var id) ? await FindUserAsync(id, cancellationToken) : null;

    /// <summary>Without a name there is nobody: the query would otherwise find those who have none.</summary>
    public override async Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken = default) =>
        string.IsNullOrEmpty(normalizedUserName) ? null : await base.FindByNameAsync(normalizedUserName, cancellationToken);

    /// <inheritdoc cref="FindByNameAsync"/>
    public override async Task<User?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken = default) =>
        string.IsNullOrEmpty(normalizedEmail) ? null : await base.FindByEmailAsync(normalizedEmail, cancellationToken);

    protected override Task<User?> FindUserAsync(Guid userId, CancellationToken cancellationToken) =>
        Users.SingleOrDefaultAsync(user => user.Id == userId, cancellationToken);

    protected override Task<UserToken?> FindTokenAsync(User user, string loginProvider, string name, CancellationToken cancellationToken) =>
        Context.Set<UserToken>().SingleOrDefaultAsync(
            token => token.UserId == user.Id && token.LoginProvider == loginProvider && token.Name == name, cancellationToken);

    protected override Task<UserRole?> FindUserRoleAsync(Guid userId, Guid roleId, CancellationToken cancellationToken) =>
        Context.Set<UserRole>().SingleOrDefaultAsync(link => link.UserId == userId && link.RoleId == roleId, cancellationToken);

    protected override UserToken CreateUserToken(User user, string loginProvider, string name, string? value) =>
        InPool(base.CreateUserToken(user, loginProvider, name, value));

    protected override UserClaim CreateUserClaim(User user, Claim claim) => InPool(base.CreateUserClaim(user, claim));

    protected override UserLogin CreateUserLogin(User user, UserLoginInfo login) => InPool(base.CreateUserLogin(user, login));

    protected override UserRole CreateUserRole(User user, Role role) => InPool(base.CreateUserRole(user, role));

    protected override UserPasskey CreateUserPasskey(User user, UserPasskeyInfo passkey) => InPool(base.CreateUserPasskey(user, passkey));

    private TRow InPool<TRow>(TRow row)
        where TRow : IPooled
    {
        row.PoolId = Context.PoolId;
        return row;
    }
}
