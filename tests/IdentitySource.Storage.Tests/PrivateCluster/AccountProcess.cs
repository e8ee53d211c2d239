using System.Diagnostics;

namespace IdentitySource.Storage.Tests.PrivateCluster;

/// <summary>A stranger's process under the account that PostgreSQL has here: PostgreSQL believes only those alive that it may signal.</summary>
internal sealed class AccountProcess : IDisposable
{
    private readonly Process process;

    private AccountProcess(params string[] arguments)
    {
        ProcessStartInfo start = new("sh", arguments) { WorkingDirectory = "/" };
        if (ClusterPlace.Account is { } account)
        {
            start.UserName = account;
        }

        process = Process.Start(start)!;
    }

    public int Pid => process.Id;

    public static AccountProcess Sleep() => new("-c", "exec sleep 300");

    /// <summary>A parent that never asks how its child ended.</summary>
    public static AccountProcess WithZombie() => new("-c", "true & exec sleep 300");

    public int Zombie()
    {
        Shell.UntilAsync(() => Shell.Children(Pid) is [var child] && !Shell.IsRunning(child)).GetAwaiter().GetResult();
        return Shell.Children(Pid).Single();
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
