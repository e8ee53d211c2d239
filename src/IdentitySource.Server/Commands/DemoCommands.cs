using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Setup;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Commands;

/// <summary><c>demo add|remove</c></summary>
internal static class DemoCommands
{
    public static Command Create(CommandHost host) => new("demo", "Demonstration data.")
    {
        Make(host, "add", "Add three applications and two people to try everything with.", AddAsync),
        Make(host, "remove", "Take them away again.", RemoveAsync),
    };

    private static Command Make(CommandHost host, string name, string description, Func<CommandRun, Task<Answer>> run)
    {
        Command command = new(name, description) { CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run, cancel));
        return command;
    }

    private static async Task<Answer> AddAsync(CommandRun run)
    {
        var plan = run.Get<AddressPlan>();
        if ((await run.Get<AddDemo>().RunAsync(Actor.CommandLine, plan.PublicOrigin, run.Cancel)).Refused(out var faults, out var demo))
        {
            return Answer.Refused(faults);
        }

        var applications = demo.Applications
            .Select(each => new { each.Name, each.ClientId, ClientSecret = each.Secret, issuer = AddressPlan.Issuer(plan.ApplicationAddress(each.Address)) })
            .ToList();
        var machine = new
        {
            demo.Machine.AccessKey,
            SecretKey = demo.Machine.Secret,
            demo.Machine.Scope,
            issuer = AddressPlan.Issuer(plan.ApplicationAddress(demo.Machine.Address)),
        };
        return Answer.Of(
            new { applications, machine, users = demo.Users.Select(user => new { id = user.Id.ToString("N"), user.Username, user.Email, user.Password }) },
            [
                .. applications.Select(each => $"{each.Name,-14}  {each.ClientId}  {each.ClientSecret ?? "(no secret)"}  {each.issuer}"),
                .. demo.Users.Select(user => $"{user.Username,-14}  {user.Password}"),
                $"{"access key",-14}  {machine.AccessKey}  {machine.SecretKey}  scope {machine.Scope}",
            ]);
    }

    private static async Task<Answer> RemoveAsync(CommandRun run) =>
        (await run.Get<RemoveDemo>().RunAsync(Actor.CommandLine, run.Cancel)).Refused(out var faults, out var removed)
            ? Answer.Refused(faults)
            : Answer.Of(new { removed }, $"Removed {removed} applications and people.");
}
