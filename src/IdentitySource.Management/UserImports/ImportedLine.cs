using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.UserImports;

/// <summary>A record as the person that it would be, and everything that stands against it.</summary>
internal sealed class ImportedLine
{
    internal static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A failed line is kept to be looked at; nobody needs all of a long one for that.</summary>
    private const int LongestGiven = 4000;

    private readonly IReadOnlyDictionary<string, string> values;
    private readonly List<Fault> faults;

    private ImportedLine(ImportRecord record, User user)
    {
        (Line, values, User) = (record.Line, record.Values, user);
        faults = [.. record.Faults];
    }

    public long Line { get; }

    /// <summary>Of the record in the file, from one.</summary>
    public long Number { get; init; }

    public User User { get; }

    /// <summary>In clear; to be hashed if the line is good.</summary>
    public string? Password { get; private set; }

    public bool IsGood => faults.Count == 0;

    /// <summary>The names under which nobody else may come.</summary>
    public IEnumerable<(string Field, Guid Name)> Names
    {
        get
        {
            (string Field, string? Name)[] names = [("username", User.NormalizedUserName), ("email", User.NormalizedEmail), ("phone", User.PhoneNumber)];
            return names.Where(each => each.Name is not null).Select(each => (each.Field, Key($"{each.Field} {each.Name}")));
        }
    }

    public static ImportedLine Of(ImportRecord record, long number, ImportTarget target, DateTimeOffset now)
    {
        User user = new() { PoolId = target.PoolId, Id = Guid.CreateVersion7(now), SecurityStamp = SecurityStamps.New(), CreatedAt = now, UpdatedAt = now };
        ImportedLine line = new(record, user) { Number = number };
        if (line.IsGood)
        {
            line.ReadFields();
            line.ReadFlags();
            line.ReadPassword(target.Passwords);
        }

        return line;
    }

    public void Refuse(Fault fault) => faults.Add(fault);

    public UserImportFaultRow ToFault(Guid importId) => new()
    {
        PoolId = User.PoolId,
        ImportId = importId,
        Number = Number,
        Line = Line,
        Faults = JsonSerializer.Serialize(faults, Json),
        Given = JsonSerializer.Serialize(values.Where(pair => ImportColumns.Shown.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => Cut(pair.Value)), Json),
    };

    private void ReadFields()
    {
        foreach (var field in UserFields.All)
        {
            var (kept, fault) = UserFieldRules.Read(field, values.GetValueOrDefault(field.Name));
            if (fault is not null)
            {
                faults.Add(fault);
            }
            else if (kept is not null)
            {
                field.Write(User, kept);
            }
        }

        if (IsGood && User is { UserName: null, Email: null, PhoneNumber: null })
        {
            faults.Add(new Fault("email", "identifier_missing", "A username, an e-mail address or a telephone number is needed."));
        }
    }

    private void ReadFlags()
    {
        User.EmailConfirmed = Flag(ImportColumns.EmailVerified) && User.Email is not null;
        User.PhoneNumberConfirmed = Flag(ImportColumns.PhoneVerified) && User.PhoneNumber is not null;
        User.Blocked = Flag(ImportColumns.Blocked);
        if (values.GetValueOrDefault(ImportColumns.Status) is { } text)
        {
            var status = Enum.GetValues<UserStatus>().Where(each => each.ToString().Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
            if (status is [var known])
            {
                User.Status = known;
            }
            else
            {
                faults.Add(new Fault(ImportColumns.Status, "status_unknown", "It is activated, suspended, deactivated or archived."));
            }
        }
    }

    private void ReadPassword(PasswordPolicy policy)
    {
        var (clear, hash) = (values.GetValueOrDefault(ImportColumns.Password), values.GetValueOrDefault(ImportColumns.PasswordHash));
        if (clear is not null && hash is not null)
        {
            faults.Add(new Fault(ImportColumns.Password, "password_twice", "A line has a password or a hash of one, not both."));
        }
        else if (clear is not null)
        {
            Password = clear;
            faults.AddRange(PasswordRules.Check(clear, User, policy) is { } weak ? [Fault.Of(ImportColumns.Password, weak)] : []);
        }
        else if (hash is not null)
        {
            faults.AddRange(ImportedHash.Read(hash.Trim()).Refused(out var wrong, out var kept) ? wrong : []);
            User.PasswordHash = kept;
        }
    }

    private bool Flag(string column)
    {
        switch (values.GetValueOrDefault(column)?.Trim().ToLowerInvariant())
        {
            case null or "" or "false" or "0" or "no":
                return false;
            case "true" or "1" or "yes":
                return true;
            default:
                faults.Add(new Fault(column, "flag_malformed", "It is true or false."));
                return false;
        }
    }

    private static string Cut(string text) => text.Length <= LongestGiven ? text : text[..(char.IsHighSurrogate(text[LongestGiven - 1]) ? LongestGiven - 1 : LongestGiven)];

    private static Guid Key(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}

/// <summary>Where the lines go, and what it asks of their passwords.</summary>
internal sealed record ImportTarget(Guid PoolId, PasswordPolicy Passwords);
