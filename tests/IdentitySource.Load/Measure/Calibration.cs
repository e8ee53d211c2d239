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

    /// <summary>For the record only: runs with sign-ins take their own (<see cref="HashWitness"/>).</summary>
    public static double PasswordHashMs()
    {
        var witness = HashWitness.Start();
        Thread.Sleep(TimeSpan.FromSeconds(1));
        return witness.Stop();
    }

    /// <summary>
    /// As ASP.NET Core Identity does it in version 3 of its format: PBKDF2, HMAC-SHA512, 100,000 iterations, 16 bytes of salt, 32 of key.
    /// </summary>
    public static void HashPassword()
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        Rfc2898DeriveBytes.Pbkdf2("Correct-Horse-7-Battery", salt, 100_000, HashAlgorithmName.SHA512, 32);
    }
}
