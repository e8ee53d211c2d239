using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>initdb and pg_ctl on one cluster. The caller holds the gate lock and has made sure that nothing runs.</summary>
internal sealed class ClusterPrograms(ClusterFolders folders, PrivateClusterOptions options, ILogger log)
{
    private const long LongestLog = 10 * 1024 * 1024;

    private IReadOnlyList<PostgresBinaries>? installed;

    public async Task InitialiseAsync(CancellationToken cancel)
    {
        if (Directory.Exists(folders.Cluster))
        {
            return;
        }

        if (Directory.Exists(folders.Unfinished))
        {
            Directory.Delete(folders.Unfinished, recursive: true);
        }

        var binaries = await ChooseAsync(null, cancel);
        log.Making(folders.Cluster, binaries.Major);
        // Only the locales C, C.UTF-8 and POSIX are sure to exist.
        List<string> arguments =
        [
            "-D", folders.Unfinished, "-U", "postgres", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8",
            "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
        ];
        if (!options.Durable)
        {
            arguments.Add("--no-sync");
        }

        var made = await folders.Account.RunAsync(binaries.InitDb, arguments, cancel);
        if (made.ExitCode != 0)
        {
            throw new PrivateDatabaseException($"PostgreSQL's initdb failed in {folders.Home}: {made.Output}");
        }

        await ClusterSettings.IncludeAsync(folders.Account, folders.Unfinished, cancel);
        Directory.Move(folders.Unfinished, folders.Cluster);
    }

    /// <summary>Starts PostgreSQL and waits until it answers.</summary>
    public async Task StartAsync(string socketFolder, CancellationToken cancel)
    {
        var binaries = await ChooseAsync(ReadMajor(), cancel);
        await ClusterSettings.WriteAsync(folders, socketFolder, options, cancel);
        if (new FileInfo(folders.Log) is { Exists: true, Length: > LongestLog } full)
        {
            full.MoveTo(folders.Log + ".old", overwrite: true);
        }

        for (var pause = TimeSpan.FromMilliseconds(100); ; pause *= 2)
        {
            var before = File.Exists(folders.Log) ? new FileInfo(folders.Log).Length : 0;
            var started = await folders.Account.RunAsync("env", StartArguments(binaries), cancel);
            if (started.ExitCode == 0)
            {
                log.Started(folders.Cluster);
                return;
            }

            // The processes of a killed postmaster need a moment to notice and to let go of its shared memory.
            var said = await ReadLogAsync(before, cancel);
            if (pause > TimeSpan.FromSeconds(5) || !(said.Contains("still in use") || said.Contains("already exists")))
            {
                throw new PrivateDatabaseException($"PostgreSQL did not start on {folders.Cluster}. Its log, {folders.Log}, says: {(said.Length > 0 ? said : started.Output)}");
            }

            log.Retrying(folders.Cluster, said);
            await Task.Delay(pause, cancel);
        }
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        // pg_ctl signals the pid in the file, whoever that is by now.
        if (Postmaster.Find(folders.Cluster)?.IsAlive() is not true)
        {
            return;
        }

        var binaries = await ChooseAsync(ReadMajor(), cancel);
        var stopped = await StopAsync(binaries, "fast", cancel);
        if (stopped.ExitCode != 0 && Postmaster.Find(folders.Cluster)?.IsAlive() is true)
        {
            log.StoppingHard(folders.Cluster, stopped.Output);
            await StopAsync(binaries, "immediate", cancel);
        }

        log.Stopped(folders.Cluster);
    }

    private Task<ProgramResult> StopAsync(PostgresBinaries binaries, string mode, CancellationToken cancel) =>
        folders.Account.RunAsync(binaries.PgCtl, ["-D", folders.Cluster, "-m", mode, "-w", "-t", "60", "stop"], cancel);

    /// <summary>
    /// pg_ctl gives PostgreSQL a session of its own: a Ctrl+C in our terminal does not reach it, so the server can finish its requests.
    /// <para>
    /// A left-over pid file is PostgreSQL's to judge, and deleting it could let two of them at the files. But it believes any living
    /// process, also a zombie or a stranger under a reused pid. That pid is no postmaster of ours (the caller looked), and PostgreSQL
    /// leaves out of account the pid in PG_GRANDPARENT_PID. pg_ctl sets that variable itself; hence env in the place of the program,
    /// and PGDATA for -D, which pg_ctl would put before env's arguments. The shared memory of a postmaster that does live is still noticed.
    /// </para>
    /// </summary>
    private List<string> StartArguments(PostgresBinaries binaries)
    {
        List<string> arguments = [$"PGDATA={folders.Cluster}", binaries.PgCtl, "-l", folders.Log, "-w", "-t", "120"];
        var known = Postmaster.Find(folders.Cluster) is { } stale ? $"PG_GRANDPARENT_PID={stale.Pid} " : "";
        arguments.AddRange(["-p", "/usr/bin/env", "-o", $"{known}\"{binaries.Postgres}\" -D \"{folders.Cluster}\"", "start"]);
        return arguments;
    }

    private async Task<PostgresBinaries> ChooseAsync(int? major, CancellationToken cancel) =>
        PostgresBinaries.Choose(installed ??= await PostgresBinaries.FindAllAsync(options.BinariesFolder, cancel), major, folders.Cluster);

    private int ReadMajor()
    {
        var file = Path.Combine(folders.Cluster, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Split('.')[0].Trim(), out var major)
            ? major
            : throw new PrivateDatabaseException($"{folders.Cluster} is not a PostgreSQL cluster (PG_VERSION is missing or unreadable). Move it away to begin anew, or restore it.");
    }

    private async Task<string> ReadLogAsync(long from, CancellationToken cancel)
    {
        if (!File.Exists(folders.Log))
        {
            return "";
        }

        using var file = new FileStream(folders.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync(cancel)).Trim();
    }
}
