using IdentitySource.Storage;

namespace IdentitySource.Server.Composition;

/// <summary>Whether requests can be served: the database can be served from, and we are not leaving.</summary>
public sealed class Readiness(DeploymentState state)
{
    private readonly Lock gate = new();
    private Task<string?>? looking;

    /// <summary>Set when the end begins, and never taken back.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>What is missing, null when nothing is. Whoever asks while somebody looks gets the same answer: a crowd costs one look.</summary>
    public Task<string?> FindFaultAsync(CancellationToken cancel)
    {
        if (IsLeaving)
        {
            return Task.FromResult<string?>("stopping");
        }

        lock (gate)
        {
            if (looking is null or { IsCompleted: true })
            {
                looking = state.FindFaultAsync();
            }

            return looking.WaitAsync(cancel);
        }
    }
}
