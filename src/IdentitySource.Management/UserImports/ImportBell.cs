namespace IdentitySource.Management.UserImports;

/// <summary>Wakes this server's worker, so that an import begins when it was asked for. Other servers look by themselves.</summary>
public sealed class ImportBell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0);

    public void Ring() => rung.Release();

    internal Task WaitAsync(CancellationToken cancel) => rung.WaitAsync(cancel);

    public void Dispose() => rung.Dispose();
}
