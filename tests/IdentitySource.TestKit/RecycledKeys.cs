using System.Collections.Concurrent;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Keys;

namespace IdentitySource.TestKit;

/// <summary>
/// New keys for one database of a test class: no two in it are alike. RSA keys come in the same order from the same heap for every
/// class, because making them is the dearest thing that most tests would do; databases know nothing of each other.
/// </summary>
public sealed class RecycledKeys
{
    private static readonly ConcurrentDictionary<int, Lazy<byte[]>> Heap = new();

    private int taken;

    /// <summary>A <see cref="SigningKeyMaker"/>.</summary>
    public SigningKey Make(SigningAlgorithm algorithm)
    {
        if (algorithm != SigningAlgorithm.RS256)
        {
            return SigningKey.Create(algorithm);
        }

        var pkcs8 = Heap.GetOrAdd(Interlocked.Increment(ref taken), _ => new Lazy<byte[]>(MakeRsa)).Value;
        return SigningKey.ImportPkcs8(algorithm, pkcs8);
    }

    private static byte[] MakeRsa()
    {
        using var key = SigningKey.Create(SigningAlgorithm.RS256);
        return key.ExportPkcs8();
    }
}
