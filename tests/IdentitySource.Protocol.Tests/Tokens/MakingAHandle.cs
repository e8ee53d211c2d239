using System.Buffers.Text;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Protocol.Tests.Tokens;

/// <summary>Codes, refresh tokens and the cookies of sessions are all handles.</summary>
public class MakingAHandle
{
    private const int Count = 100_000;

    [Fact, Attack("SF-15"), Spec("RFC 6749 §10.10")]
    public void Each_is_256_bits_none_of_which_can_be_told_beforehand()
    {
        var ones = new int[256];
        HashSet<string> seen = new(Count);
        for (var number = 0; number < Count; number++)
        {
            var text = TokenHandle.New().Value;
            Assert.True(seen.Add(text));
            var bytes = Base64Url.DecodeFromChars(text);
            Assert.Equal(32, bytes.Length);
            for (var bit = 0; bit < ones.Length; bit++)
            {
                ones[bit] += (bytes[bit / 8] >> (bit % 8)) & 1;
            }
        }

        // Six standard deviations: a fair coin stays within for all 256 but once in a million runs.
        var spread = (int)(6 * Math.Sqrt(Count) / 2);
        Assert.All(ones, count => Assert.InRange(count, Count / 2 - spread, Count / 2 + spread));
    }
}
