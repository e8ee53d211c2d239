using IdentitySource.Protocol.Jose;
using Xunit;

namespace IdentitySource.Protocol.Tests.Jose;

/// <summary>The platform does not promise that its key objects are thread-safe; <see cref="SigningKey"/> does.</summary>
public class SharingAKeyBetweenThreads
{
    private const int Threads = 8;

    [Theory]
    [InlineData(SigningAlgorithm.RS256, 40)]
    [InlineData(SigningAlgorithm.ES256, 400)]
    public void Eight_threads_sign_and_verify_with_one_key_and_every_token_is_right(SigningAlgorithm algorithm, int rounds)
    {
        using var key = SigningKey.ImportPkcs8(algorithm, TestKeys.Of(algorithm).ExportPkcs8());
        SigningKey[] keys = [key];
        var wrong = 0;

        OnEveryThread(thread =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var mark = $"{thread}/{round}";
                var token = Jws.Sign(key, "at+jwt", mark, static (json, text) => json.WriteString("sub", text));
                if (Jws.Verify(token, keys, "at+jwt", out _)?.String("sub") != mark)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        });

        Assert.Equal(0, wrong);
    }

    /// <summary>Rotation drops a key while requests are still under way: each either gets its token or the one exception that says why not.</summary>
    [Fact]
    public void A_key_disposed_under_way_fails_cleanly()
    {
        var key = SigningKey.Create(SigningAlgorithm.ES256);
        using var started = new CountdownEvent(Threads);
        var wrong = 0;

        OnEveryThread(thread =>
        {
            started.Signal();
            try
            {
                while (true)
                {
                    var token = Jws.Sign(key, "JWT", 0, static (_, _) => { });
                    if (token.Split('.') is not [_, _, { Length: 86 }])
                    {
                        Interlocked.Increment(ref wrong);
                    }

                    if (thread == 0)
                    {
                        started.Wait();
                        key.Dispose();
                    }
                }
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        });

        Assert.Equal(0, wrong);
    }

    private static void OnEveryThread(Action<int> work)
    {
        List<Exception> failures = [];
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            try
            {
                work(number);
            }
            catch (Exception failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(failures);
    }
}
