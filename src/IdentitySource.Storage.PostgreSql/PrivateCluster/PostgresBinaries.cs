namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>One installed PostgreSQL: the folder of its server programs and its major version.</summary>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    public const string FolderVariable = "IDENTITYSOURCE_PG_BIN";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    public string Postgres => Path.Combine(Folder, "postgres");

    /// <summary>Every installed version. A folder named by the operator is the only one looked at.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAllAsync(string? named, CancellationToken cancel)
    {
        named ??= Environment.GetEnvironmentVariable(FolderVariable);
        var found = new List<PostgresBinaries>();
        foreach (var folder in Folders(named))
        {
            found.Add(new PostgresBinaries(folder, await ReadMajorAsync(folder, cancel)));
        }

        return found.Count > 0 || named is not { Length: > 0 }
            ? found
            : throw new PrivateDatabaseException(
                $"The folder {named} does not hold PostgreSQL's server programs ({string.Join(", ", Programs)}). Correct {FolderVariable} or leave it out.");
    }

    /// <summary>Without running any of them: a container image without PostgreSQL has none of the system's small programs either.</summary>
    public static void Demand(string? named)
    {
        named ??= Environment.GetEnvironmentVariable(FolderVariable);
        if (named is not { Length: > 0 } && !Folders(named).Any())
        {
            throw NotInstalled();
        }
    }

    /// <summary>The newest version for a new cluster; exactly its own version for an existing one (data files differ between majors).</summary>
    public static PostgresBinaries Choose(IReadOnlyList<PostgresBinaries> installed, int? clusterMajor, string cluster)
    {
        if (installed.Count == 0)
        {
            throw NotInstalled();
        }

        if (clusterMajor is null)
        {
            return installed.MaxBy(one => one.Major)!;
        }

        return installed.FirstOrDefault(one => one.Major == clusterMajor) ?? throw new PrivateDatabaseException(
            $"The database in {cluster} was made by PostgreSQL {clusterMajor}; installed: {string.Join(", ", installed.Select(one => one.Major))}. "
            + $"Either install that version beside the other (apt-get install postgresql-{clusterMajor}), "
            + $"or convert the folder with pg_upgrade to an installed version (keep a copy of {cluster} first).");
    }

    private static PrivateDatabaseException NotInstalled() => new(
        "PostgreSQL is not installed. Install it (Debian, Ubuntu: apt-get install postgresql), "
        + "or name an existing server in ConnectionStrings__Default.");

    private static IEnumerable<string> Folders(string? named) =>
        (named is { Length: > 0 } ? [named] : UsualFolders()).Where(folder => Programs.All(program => File.Exists(Path.Combine(folder, program))));

    private static IEnumerable<string> UsualFolders()
    {
        var versioned = new[] { ("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*") }
            .Where(place => Directory.Exists(place.Item1))
            .SelectMany(place => Directory.EnumerateDirectories(place.Item1, place.Item2))
            .Select(version => Path.Combine(version, "bin"));
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return versioned.Concat(path).Append("/usr/local/pgsql/bin").Distinct();
    }

    private static async Task<int> ReadMajorAsync(string folder, CancellationToken cancel)
    {
        // "postgres (PostgreSQL) 15.3 (Debian 15.3-1)", "postgres (PostgreSQL) 18beta1".
        var postgres = Path.Combine(folder, "postgres");
        var told = await new ClusterAccount(UserName: null).RunAsync(postgres, ["--version"], cancel);
        var number = told.Output.Split(' ').Select(LeadingNumber).FirstOrDefault(value => value is not null);
        return number ?? throw new PrivateDatabaseException($"{postgres} --version does not tell its version: {told.Output}");
    }

    private static int? LeadingNumber(string word) =>
        int.TryParse(string.Concat(word.TakeWhile(char.IsAsciiDigit)), out var number) ? number : null;
}
