using System.Security.Cryptography;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Users;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Management.Setup;

/// <summary>What a demonstration consists of: applications of three kinds, the machine's account and two people.</summary>
public sealed class DemoContents(CreateApplication createApplication, SigningKeyStore keys, AddUser addUser, DemoMachine machine)
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>The people with their passwords, hashed: before the transaction that adds them.</summary>
    internal async Task<Outcome<IReadOnlyList<NewUser>>> PeopleAsync(Guid poolId, CancellationToken cancel)
    {
        List<NewUser> people = [];
        foreach (var user in Users(poolId))
        {
            if (await addUser.HashedAsync(user, cancel) is not { } person)
            {
                return PasswordMint.Busy;
            }

            people.Add(person);
        }

        return people.ToArray();
    }

    /// <summary>The keys of the applications, likewise.</summary>
    internal Task<KeySets> KeysAsync(Guid poolId, CancellationToken cancel) => keys.PrepareAsync(poolId, Applications(poolId, "").Length, cancel);

    /// <summary>Without saving, as part of <see cref="AddDemo"/>.</summary>
    internal async Task<Outcome<DemoSet>> AddAsync(
        IdentitySourceDb db, Actor actor, IReadOnlyList<NewUser> people, KeySets keySets, string publicOrigin, CancellationToken cancel)
    {
        List<Fault> faults = [];
        List<CreatedApplication> applications = [];
        foreach (var application in Applications(db.PoolId, publicOrigin))
        {
            Collect(await createApplication.AddAsync(db, actor, application, keySets.Take, cancel), faults, applications.Add);
        }

        List<DemoUser> users = [];
        foreach (var user in people)
        {
            Collect(await addUser.AddAsync(db, actor, user, cancel), faults, id => users.Add(new DemoUser(id, user.Username!, user.Email!, user.Password!)));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var robot = applications.Single(application => application.Address == AddDemo.MachineAddress);
        return (await machine.AddAsync(db, actor, robot, cancel)).Refused(out var inTheWay, out var account)
            ? inTheWay.ToList()
            : new DemoSet(applications, users, account);
    }

    private static void Collect<T>(Outcome<T> outcome, List<Fault> faults, Action<T> keep)
    {
        if (outcome.Refused(out var wrong, out var value))
        {
            faults.AddRange(wrong);
        }
        else
        {
            keep(value);
        }
    }

    private static NewApplication[] Applications(Guid poolId, string origin) =>
    [
        new()
        {
            PoolId = poolId,
            Name = "Demo web app",
            Address = AddDemo.WebAddress,
            Type = ApplicationType.Web,
            TokenAuthentication = "client_secret_basic",
            RedirectUris = [$"{origin}/demo/callback"],
            PostLogoutRedirectUris = [$"{origin}/demo/"],
        },
        new()
        {
            PoolId = poolId,
            Name = "Demo SPA",
            Address = AddDemo.SpaAddress,
            Type = ApplicationType.Spa,
            RedirectUris = [$"{origin}/demo/spa"],
            PostLogoutRedirectUris = [$"{origin}/demo/spa"],
        },
        new()
        {
            PoolId = poolId,
            Name = "Demo machine",
            Address = AddDemo.MachineAddress,
            Type = ApplicationType.Machine,
        },
    ];

    private static NewUser[] Users(Guid poolId) =>
    [
        Person(poolId, "ada", "Ada", "Lovelace"),
        Person(poolId, "bob", "Bob", "Builder"),
    ];

    private static NewUser Person(Guid poolId, string username, string given, string family) => new()
    {
        PoolId = poolId,
        Username = username,
        Email = $"{username}@demo.example",
        EmailVerified = true,
        Password = $"{Word()}-{Word()}-{Word()}",
        Name = $"{given} {family}",
        GivenName = given,
        FamilyName = family,
        Nickname = given,
        Locale = "en",
    };

    /// <summary>Readable enough to be typed from one screen into another; random, because a demonstration may stand on a public address.</summary>
    private static string Word() => RandomNumberGenerator.GetString(Letters, 4);
}
