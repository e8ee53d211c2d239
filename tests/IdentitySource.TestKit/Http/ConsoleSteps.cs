using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Management.Users;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.TestKit.Http;

/// <summary>People of the console, and their way in.</summary>
public static class ConsoleSteps
{
    public const string Password = "correct horse 42 staple";

    /// <summary>Somebody new with that role in the pool; an operator has it in all.</summary>
    public static async Task<Person> AdministratorAsync(this IServiceProvider services, ConsoleRole role, Guid poolId)
    {
        var operators = (await services.GetRequiredService<FindPool>().RunAsync(UserPool.OperatorsSlug, default)).Value;
        var word = $"{role.Name()}-{Guid.NewGuid():N}"[..20];
        Person person = new($"{word}@acme.test", word, Password);
        var added = await services.GetRequiredService<AddUser>().RunAsync(
            Actor.CommandLine,
            new NewUser { PoolId = operators, Email = person.Email, EmailVerified = true, Password = Password, Name = "Olga " + role },
            default);
        await using var db = await services.GetRequiredService<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(operators, default);
        db.Administrators.Add(new AdministratorRow
        {
            PoolId = operators,
            UserId = added.Value,
            AdministeredPoolId = role == ConsoleRole.Operator ? operators : poolId,
            Role = role.Name(),
        });
        await db.SaveChangesAsync();
        return person with { Id = added.Value };
    }

    /// <summary>A browser of somebody new with that role, signed in to the console.</summary>
    /// <param name="poolId">The default pool, if nothing is said.</param>
    public static async Task<Browser> ConsoleAsync(this HostedServer server, ConsoleRole role, Guid? poolId = null)
    {
        var browser = server.Browser();
        await browser.EnterConsoleAsync(await server.Services.AdministratorAsync(role, poolId ?? server.PoolId));
        return browser;
    }

    /// <summary>Types the pair into the console's sign-in page.</summary>
    public static async Task<Visit> EnterConsoleAsync(this Browser browser, Person person, string path = "/console") =>
        await browser.SubmitAsync(await browser.GetAsync(path), Steps.Pair(person.Email, person.Password));

    /// <summary>Presses the button of a form that a sensitive act is behind, and proves who it is where that is asked.</summary>
    public static async Task<Visit> SubmitProvenAsync(this Browser browser, Visit page, IReadOnlyDictionary<string, string> values, string? button = null)
    {
        var visit = await browser.SubmitAsync(page, values, button);
        return visit.Document.QuerySelector("input[name=confirm_password]") is null
            ? visit
            : await browser.SubmitAsync(visit, new Dictionary<string, string> { ["confirm_password"] = Password });
    }
}
