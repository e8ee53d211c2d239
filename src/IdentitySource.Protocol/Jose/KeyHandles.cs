using System.Security.Cryptography;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// The platform's objects for one private key. They do not promise to be thread-safe, and to import an RSA key costs three times as
/// much as to sign with it, so a few are kept: each is in one thread's hands at a time. More threads than slots costs an import,
/// never a wait.
/// </summary>
internal sealed class KeyHandles(Func<AsymmetricAlgorithm> import) : IDisposable
{
    private readonly AsymmetricAlgorithm?[] idle = new AsymmetricAlgorithm?[Math.Max(16, 4 * Environment.ProcessorCount)];

    private volatile bool retired;

    public AsymmetricAlgorithm Take()
    {
        ObjectDisposedException.ThrowIf(retired, this);
        foreach (ref var slot in idle.AsSpan())
        {
            if (Interlocked.Exchange(ref slot, null) is { } handle)
            {
                return handle;
            }
        }

        return import();
    }

    public void GiveBack(AsymmetricAlgorithm handle)
    {
        foreach (ref var slot in idle.AsSpan())
        {
            if (Interlocked.CompareExchange(ref slot, handle, null) is null)
            {
                // A key may be retired while another thread still signs with it; that thread then cleans up behind itself.
                if (retired)
                {
                    DisposeIdle();
                }

                return;
            }
        }

        handle.Dispose();
    }

    public void Dispose()
    {
        retired = true;
        DisposeIdle();
    }

    private void DisposeIdle()
    {
        foreach (ref var slot in idle.AsSpan())
        {
            Interlocked.Exchange(ref slot, null)?.Dispose();
        }
    }
}
