using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Seeding;

namespace IdentitySource.Server.Commands;

/// <summary><c>seed</c>: a large database for measurements.</summary>
internal static class SeedCommand
{
    private static readonly Option<int> Applications = Count("--applications", "Applications of the default pool, with keys of their own.", 2000);

    private static readonly Option<int> Users = Count("--users", "People of the default pool: user0, user0@example.com, …", 1_000_000);

    private static readonly Option<int> Pools = Count("--pools", "Further user pools; they share one set of keys.", 2000);

    private static readonly Option<int> Groups = Count("--groups", "Groups of the default pool, with 500 members each.", 200);

    private static readonly Option<int> Roles = Count("--roles", "Roles of the default pool, with 500 people each.", 50);

    private static readonly Option<int> Events = Count("--events", "Events of the default pool, over a month.", 100_000);

    private static readonly Option<string> Password = CommonOptions.One<string>("--password", "Everybody's password. Without it nobody has one.");

    private static readonly Option<bool> OntoOthers = CommonOptions.One<bool>("--onto-existing", "Although the database holds something already.");

    private static readonly Option<bool> Anywhere = CommonOptions.One<bool>("--not-development", "Although this is not the Development environment.");

    public static Command Create(CommandHost host)
    {
        Command command = new("seed", "Fill an empty database with as much as a large deployment has, for measurements.")
        {
            Applications, Users, Pools, Groups, Roles, Events, Password, OntoOthers, Anywhere, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => RunAsync(run, host.Error), cancel));
        return command;
    }

    private static async Task<Answer> RunAsync(CommandRun run, TextWriter notes)
    {
        var parsed = run.Parsed;
        if (!parsed.GetValue(Anywhere) && !run.Get<IHostEnvironment>().IsDevelopment())
        {
            return Answer.Refused([new Fault("environment", "not_development", "This is not the Development environment. Say --not-development if it is for measurements all the same.")]);
        }

        SeedPlan plan = new()
        {
            Applications = parsed.GetValue(Applications),
            Users = parsed.GetValue(Users),
            Pools = parsed.GetValue(Pools),
            Groups = parsed.GetValue(Groups),
            Roles = parsed.GetValue(Roles),
            Events = parsed.GetValue(Events),
            Password = parsed.GetValue(Password),
            OntoOthers = parsed.GetValue(OntoOthers),
        };
        return (await run.Get<SeedDatabase>().RunAsync(Actor.CommandLine, plan, new Notes(CommonOptions.IsJson(parsed) ? TextWriter.Null : notes), run.Cancel)).Refused(out var faults, out _)
            ? Answer.Refused(faults)
            : Answer.Of(
                new { plan.Applications, plan.Users, plan.Pools, plan.Groups, plan.Roles, plan.Events },
                $"Seeded {plan.Users} users, {plan.Applications} applications and {plan.Pools} user pools.");
    }

    private static Option<int> Count(string name, string description, int usual)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out var count) || count is < 0 or > 10_000_000))
            {
                result.AddError($"{name} is a number up to 10,000,000.");
            }
        });
        return option;
    }

    private sealed class Notes(TextWriter writer) : IProgress<string>
    {
        public void Report(string value) => writer.WriteLine(value);
    }
}
