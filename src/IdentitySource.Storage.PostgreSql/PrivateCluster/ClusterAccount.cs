using System.Diagnostics;

namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>What a program said, both streams together, and how it ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output);

/// <summary>
/// The operating system's account that PostgreSQL's programs run under. PostgreSQL refuses to run as root, so root lends them to
/// another account; an ordinary user runs them directly (<see cref="UserName"/> is null). What happens inside that account's folder is
/// done as that account: root would follow a symbolic link that a broken-into database had laid there.
/// </summary>
internal sealed record ClusterAccount(string? UserName)
{
    private const string Lent = "postgres";

    /// <summary>The account for a cluster's folder; a folder that has an ordinary owner keeps it, also when root starts the server.</summary>
    public static async Task<ClusterAccount> ForAsync(string home, CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ClusterAccount(UserName: null);
        }

        var root = new ClusterAccount(UserName: null);
        if (Directory.Exists(home))
        {
            var owner = (await root.RunAsync("stat", ["--dereference", "--format=%U", home], cancel)).Output.Trim();
            if (owner is not ("root" or "UNKNOWN" or ""))
            {
                return new ClusterAccount(owner);
            }
        }

        return (await root.RunAsync("id", [Lent], cancel)).ExitCode == 0
            ? new ClusterAccount(Lent)
            : throw new PrivateDatabaseException(
                $"PostgreSQL does not run as root, and there is no account '{Lent}' to run it as. "
                + "Install PostgreSQL's package (apt-get install postgresql), add the account (useradd --system postgres), or start as an ordinary user.");
    }

    /// <summary>Can this account pass through every folder down to this one?</summary>
    public async Task<bool> ReachesAsync(string folder, CancellationToken cancel) =>
        (await RunAsync("test", ["-x", folder], cancel)).ExitCode == 0;

    /// <summary>Makes a folder that belongs to this account and is closed to all others, in a folder of root's or the user's own.</summary>
    public async Task MakeFolderAsync(string folder, CancellationToken cancel)
    {
        if (UserName is null)
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }

        await new ClusterAccount(UserName: null).DoAsync("install", ["-d", "-m", "0700", "-o", UserName, folder], cancel);
    }

    /// <summary>Writes a file of this account's own, whole or not at all.</summary>
    public Task WriteAsync(string file, string text, CancellationToken cancel) =>
        DoAsync("sh", ["-c", "printf %s \"$2\" > \"$1.new\" && mv \"$1.new\" \"$1\"", "sh", file, text], cancel);

    /// <summary>Runs a program that is not expected to fail.</summary>
    public async Task DoAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        if (await RunAsync(program, arguments, cancel) is { ExitCode: not 0 } failed)
        {
            throw new PrivateDatabaseException($"'{program}' failed for the account '{UserName ?? Environment.UserName}': {failed.Output}");
        }
    }

    /// <summary>
    /// Runs a program to its end. Its environment is empty but for what is named here: PostgreSQL takes PGPORT, PGOPTIONS, LC_* and
    /// others from it. <see cref="ProcessStartInfo.UserName"/> drops user, group and supplementary groups.
    /// </summary>
    public async Task<ProgramResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (UserName is not null)
        {
            start.UserName = UserName;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return new ProgramResult(process.ExitCode, (await output + await error).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
