using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Users;

namespace IdentitySource.Server.Commands;

/// <summary><c>user add|block|unblock|sign-out|set-password|import</c></summary>
internal static class UserCommands
{
    internal static readonly Argument<string> User = new("user") { Description = "Id, e-mail address, username or telephone number." };

    private static readonly Option<string> Email = CommonOptions.One<string>("--email", "An e-mail address; it counts as verified.");

    private static readonly Option<string> Username = CommonOptions.One<string>("--username", "A username.");

    private static readonly Option<string> Phone = CommonOptions.One<string>("--phone", "A telephone number with its country code; it counts as verified.");

    private static readonly Option<string> Name = CommonOptions.One<string>("--name", "The full name.");

    private static readonly Option<string> GivenName = CommonOptions.One<string>("--given-name", "The given name.");

    private static readonly Option<string> FamilyName = CommonOptions.One<string>("--family-name", "The family name.");

    public static Command Create(CommandHost host) => new("user", "People of a user pool.")
    {
        AddCommand(host),
        ChangeCommand(host, "block", "Lock a person out and end what they have.", run => run.Get<BlockUser>().RunAsync),
        ChangeCommand(host, "unblock", "Let a blocked person sign in again.", run => run.Get<UnblockUser>().RunAsync),
        ChangeCommand(host, "sign-out", "Sign a person out everywhere and end what applications got from them.", run => run.Get<SignOutUser>().RunAsync),
        SetPasswordCommand(host),
        UserImportCommand.Create(host),
    };

    private static Command AddCommand(CommandHost host)
    {
        Command command = new("add", "Add a person. Without a password option a password is made and printed.")
        {
            Email, Username, Phone, Name, GivenName, FamilyName,
            PasswordInput.Given, PasswordInput.FromInput, PasswordInput.None, CommonOptions.Pool, CommonOptions.Json,
        };
        command.Validators.Add(PasswordInput.Validate);
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => AddAsync(run, host.Input), cancel));
        return command;
    }

    private static async Task<Answer> AddAsync(CommandRun run, TextReader input)
    {
        var (parsed, password) = (run.Parsed, await PasswordInput.ReadAsync(run.Parsed, input, run.Cancel));
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId) || (await run.Get<AddUser>().RunAsync(
            Actor.CommandLine,
            new NewUser
            {
                PoolId = poolId,
                Email = parsed.GetValue(Email),
                EmailVerified = parsed.GetValue(Email) is not null,
                Username = parsed.GetValue(Username),
                Phone = parsed.GetValue(Phone),
                PhoneVerified = parsed.GetValue(Phone) is not null,
                Name = parsed.GetValue(Name),
                GivenName = parsed.GetValue(GivenName),
                FamilyName = parsed.GetValue(FamilyName),
                Password = password.Text,
            },
            run.Cancel)).Refused(out faults, out var id))
        {
            return Answer.Refused(faults);
        }

        return Show(id, password);
    }

    private static Command SetPasswordCommand(CommandHost host)
    {
        Command command = new("set-password", "Give a person a new password and sign them out everywhere. Without a password option one is made and printed.")
        {
            User, PasswordInput.Given, PasswordInput.FromInput, CommonOptions.Pool, CommonOptions.Json,
        };
        command.Validators.Add(PasswordInput.Validate);
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => SetPasswordAsync(run, host.Input), cancel));
        return command;
    }

    private static async Task<Answer> SetPasswordAsync(CommandRun run, TextReader input)
    {
        var password = await PasswordInput.ReadAsync(run.Parsed, input, run.Cancel);
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<SetPassword>().RunAsync(Actor.CommandLine, new UserName(poolId, run.Parsed.GetValue(User)!), password.Text!, run.Cancel))
                .Refused(out faults, out var id))
        {
            return Answer.Refused(faults);
        }

        return Show(id, password);
    }

    private static Command ChangeCommand(
        CommandHost host, string name, string description, Func<CommandRun, Func<Actor, UserName, CancellationToken, Task<Outcome<Guid>>>> operation)
    {
        Command command = new(name, description) { User, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            async run => (await run.PoolAsync()).Refused(out var faults, out var poolId)
                || (await operation(run)(Actor.CommandLine, new UserName(poolId, parsed.GetValue(User)!), run.Cancel)).Refused(out faults, out var id)
                    ? Answer.Refused(faults)
                    : Answer.Of(new { id = id.ToString("N") }, $"Done: {id:N}."),
            cancel));
        return command;
    }

    private static Answer Show(Guid id, PasswordInput password) => password.Made
        ? Answer.Of(new { id = id.ToString("N"), password = password.Text }, $"id        {id:N}", $"password  {password.Text}")
        : Answer.Of(new { id = id.ToString("N") }, $"id  {id:N}");
}
