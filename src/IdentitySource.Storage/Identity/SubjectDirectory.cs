using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Identity;

/// <summary>A person as tokens would speak of them, for pages that say so beforehand. Tokens read theirs with the grant.</summary>
public sealed class SubjectDirectory(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<Subject?> FindAsync(Guid poolId, Guid userId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancel) is not { } user)
        {
            return null;
        }

        var roles = from held in db.Set<UserRole>()
                    join role in db.Set<Role>() on held.RoleId equals role.Id
                    where held.UserId == userId && role.Name != null
                    orderby role.Name
                    select role.Name;
        return Map(user, await roles.ToListAsync(cancel));
    }

    private static Subject Map(User user, IReadOnlyList<string> roles) => new()
    {
        Id = user.Id,
        Active = user.Status == UserStatus.Activated && !user.Blocked,
        Username = user.UserName,
        Email = user.Email,
        EmailVerified = user.EmailConfirmed,
        PhoneNumber = user.PhoneNumber,
        PhoneNumberVerified = user.PhoneNumberConfirmed,
        ExternalId = user.ExternalId,
        Name = user.Name,
        GivenName = user.GivenName,
        FamilyName = user.FamilyName,
        MiddleName = user.MiddleName,
        Nickname = user.Nickname,
        PreferredUsername = user.PreferredUsername,
        Profile = user.Profile,
        Picture = user.Picture,
        Website = user.Website,
        Gender = user.Gender,
        Birthdate = user.Birthdate,
        ZoneInfo = user.ZoneInfo,
        Locale = user.Locale,
        Address = user.Address is { } address
            ? new PostalAddress(address.Formatted, address.StreetAddress, address.Locality, address.Region, address.PostalCode, address.Country)
            : null,
        ExtendedFields = user.ExtendedFields,
        UpdatedAt = user.UpdatedAt,
        Roles = roles,
    };
}
