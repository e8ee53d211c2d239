using System.Globalization;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Users;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Management.Seeding;

/// <summary>Rows of a seeded database, by their number: the same number is always called the same.</summary>
public sealed class SeedRows(CreateApplication applications, SigningKeyStore keys, TimeProvider clock)
{
    private static readonly string[] GivenNames = ["Ada", "Ben", "Chloé", "Dmitri", "Elif", "Farid", "Grace", "Hana", "Ivan", "Jing", "Käthe", "Liam", "Mei", "Noor", "Olga", "Pablo", "Quinn", "Rosa", "Sven", "Tariq"];

    private static readonly string[] FamilyNames = ["Anders", "Brown", "Chen", "Díaz", "Eriksson", "Fischer", "García", "Haddad", "Ito", "Jones", "Kim", "López", "Müller", "Novak", "Okafor", "Petrov", "Quispe", "Rossi", "Smith", "Tanaka", "Ueda", "Vogel", "Wang"];

    private readonly DateTimeOffset now = clock.GetUtcNow();

    internal ApplicationRow Application(Guid poolId, int number) => applications.ToRow(new NewApplication
    {
        PoolId = poolId,
        Name = string.Create(CultureInfo.InvariantCulture, $"{FamilyNames[number % FamilyNames.Length]} portal {number}"),
        Address = string.Create(CultureInfo.InvariantCulture, $"seed-{number}"),
        Type = ApplicationType.Spa,
        RedirectUris = [string.Create(CultureInfo.InvariantCulture, $"https://seed-{number}.example.com/callback")],
        IdTokenAlgorithm = SigningAlgorithm.ES256,
        AccessTokenAlgorithm = SigningAlgorithm.ES256,
    });

    /// <summary>Only what its tokens are signed with: an RSA key takes a hundred times as long to make.</summary>
    internal IEnumerable<SigningKeyRow> ApplicationKeys(ApplicationRow application) => keys.NewSet(application.PoolId, application.Id, [SigningAlgorithm.ES256]);

    internal IReadOnlyList<SigningKeyRow> PoolKeys(Guid poolId) => [.. keys.NewSet(poolId, poolId, SigningKeyStore.Algorithms)];

    internal static SigningKeyRow Copy(SigningKeyRow key, Guid poolId) => new()
    {
        PoolId = poolId,
        Kid = key.Kid,
        ServerId = poolId,
        Algorithm = key.Algorithm,
        ProtectedKey = key.ProtectedKey,
        CreatedAt = key.CreatedAt,
        SignsFrom = key.SignsFrom,
    };

    internal UserPool Pool(int number) => new()
    {
        Id = Guid.CreateVersion7(now),
        Slug = string.Create(CultureInfo.InvariantCulture, $"seed-{number}"),
        Name = string.Create(CultureInfo.InvariantCulture, $"{FamilyNames[number % FamilyNames.Length]} & Co. {number}"),
        CreatedAt = now,
    };

    internal User User(Guid poolId, int number, int of, string? passwordHash)
    {
        var created = now - TimeSpan.FromMinutes(of - number);
        var (word, given, family) = (number.ToString(CultureInfo.InvariantCulture), GivenNames[number % GivenNames.Length], FamilyNames[number / GivenNames.Length % FamilyNames.Length]);
        var (username, email, name) = ($"user{word}", $"user{word}@example.com", $"{given} {family} {word}");
        return new User
        {
            PoolId = poolId,
            Id = Guid.CreateVersion7(created),
            UserName = username,
            NormalizedUserName = LookupNames.Of(username),
            Email = email,
            NormalizedEmail = LookupNames.Of(email),
            EmailConfirmed = true,
            PhoneNumber = string.Create(CultureInfo.InvariantCulture, $"+1{2_000_000_000L + number}"),
            Name = name,
            NormalizedName = LookupNames.Of(name),
            GivenName = given,
            FamilyName = family,
            PasswordHash = passwordHash,
            SecurityStamp = SecurityStamps.New(),
            CreatedAt = created,
            UpdatedAt = created,
        };
    }

    internal Group Group(Guid poolId, int number) => new()
    {
        PoolId = poolId,
        Id = Guid.CreateVersion7(now),
        Code = $"seed-{number}",
        Name = $"{FamilyNames[number % FamilyNames.Length]} {number}",
        CreatedAt = now,
    };

    internal Role Role(Guid poolId, int number) => new() { PoolId = poolId, Id = Guid.CreateVersion7(now), Name = $"seed-{number}", NormalizedName = $"SEED-{number}" };

    /// <summary>A month of sign-ins, one in ten wrong, and one act of an administrator in fifty.</summary>
    internal EventRow Event(Guid poolId, int number, int of, Guid? userId)
    {
        var at = now - (TimeSpan.FromDays(30) * ((of - number) / (double)of));
        var (failed, act) = (number % 10 == 3, number % 50 == 7);
        return new EventRow
        {
            PoolId = poolId,
            Id = Guid.CreateVersion7(at),
            At = at,
            Kind = act ? "user_updated" : "sign_in",
            Success = !failed,
            Administrative = act,
            Reason = failed ? "password_wrong" : null,
            UserId = userId,
            Reference = EventReference.New(),
            RemoteAddress = "192.0.2.1",
            Detail = act ? """{"actor":"command_line"}""" : null,
        };
    }
}
