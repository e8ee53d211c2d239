using System.CommandLine;
using System.CommandLine.Parsing;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Server.Commands;

/// <summary>Whom a rule speaks of: one of four options.</summary>
internal static class SubjectOptions
{
    private static readonly (Option<string> Option, SubjectKind Kind)[] Kinds =
    [
        (CommonOptions.One<string>("--access-key", "A programmatic access account, by its AK."), SubjectKind.AccessKey),
        (CommonOptions.One<string>("--user", "A person: id, e-mail address, username or telephone number."), SubjectKind.User),
        (CommonOptions.One<string>("--role", "A role, by its name."), SubjectKind.Role),
        (CommonOptions.One<string>("--group", "A group, by its code."), SubjectKind.Group),
    ];

    public static void AddTo(Command command, bool needed)
    {
        foreach (var (option, _) in Kinds)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var given = Kinds.Count(each => result.GetValue(each.Option) is not null);
            if (given > 1 || (needed && given == 0))
            {
                result.AddError("Name one of --access-key, --user, --role and --group.");
            }
        });
    }

    /// <summary>Null when none was given.</summary>
    public static SubjectName? Read(ParseResult parsed) =>
        Kinds.Select(each => parsed.GetValue(each.Option) is { } text ? new SubjectName(each.Kind, text) : null).FirstOrDefault(each => each is not null);
}
