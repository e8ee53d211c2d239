using System.Security.Cryptography;

namespace IdentitySource.Load.Measure;

/// <summary>
/// What this machine charges, here and now, for the two operations that no provider can save: the unit that budgets are written in
/// (S, one RSA-2048 signature), and the password hash, which is dear on purpose and therefore reported apart.
/// </summary>
internal static class Calibration
{
    private const int Rounds = 9;
    private const int SignaturesPerRound = 60;

    public static double SignatureMs()
    {
        using var key = RSA.Create(2048);
        var message = RandomNumberGenerator.GetBytes(400);
        List<double> rounds = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var signature = 0; signature < SignaturesPerRound; signature++)
            {
                key.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            rounds.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / SignaturesPerRound);
        }

        // The first round also pays for compilation.
        return Statistics.Median(rounds.Skip(1));
    }

    /// <summary>
    /// ASP.NET Core Identity's hash, version 3 of its format: PBKDF2, HMAC-SHA512, 100,000 iterations, 16 bytes of salt, 32 of key. One
    /// on each core at once, as the server does it under load: cores that share a cache or a clock slow each other down.
    /// </summary>
    public static double PasswordHashMs()
    {
        const int hashes = 3;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() => Hash(hashes))).ToList();
        var before = Environment.CpuUsage.TotalTime;
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / (threads.Count * hashes);
    }

    private static void Hash(int times)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        for (var time = 0; time < times; time++)
        {
            Rfc2898DeriveBytes.Pbkdf2("Correct-Horse-7-Battery", salt, 100_000, HashAlgorithmName.SHA512, 32);
        }
    }
}
