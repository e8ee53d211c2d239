using System.Security.Cryptography;
using System.Text;
using IdentitySource.Management.UserImports;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Xunit;
using Attack = IdentitySource.TestKit.AttackAttribute;

namespace IdentitySource.Management.Tests.UserImports;

public class TakingHashesOver
{
    private const string Password = "correct horse 42 staple";

    private static readonly byte[] Salt = Encoding.UTF8.GetBytes("0123456789abcdefSALT");

    private static readonly PasswordHasher<User> Hasher = new();

    public static TheoryData<string> Known => new()
    {
        new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 10_000 })).HashPassword(new User(), Password),
        $"pbkdf2_sha256$26000${Encoding.UTF8.GetString(Salt)}${Convert.ToBase64String(Derive(26_000, HashAlgorithmName.SHA256))}",
        $"pbkdf2_sha512$26000${Encoding.UTF8.GetString(Salt)}${Convert.ToBase64String(Derive(26_000, HashAlgorithmName.SHA512))}",
        $"$pbkdf2-sha256$29000${Passlib(Salt)}${Passlib(Derive(29_000, HashAlgorithmName.SHA256))}",
        $"$pbkdf2-sha512$i=29000${Passlib(Salt)}${Passlib(Derive(29_000, HashAlgorithmName.SHA512))}",
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void The_password_is_right_and_the_hash_is_to_be_renewed(string given)
    {
        var kept = ImportedHash.Read(given).Value!;
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Hasher.VerifyHashedPassword(new User(), kept, Password));
        Assert.Equal(PasswordVerificationResult.Failed, Hasher.VerifyHashedPassword(new User(), kept, Password + "x"));
    }

    [Fact]
    public void One_that_is_as_strong_as_ours_stays() =>
        Assert.Equal(PasswordVerificationResult.Success, Hasher.VerifyHashedPassword(new User(), ImportedHash.Read(Hasher.HashPassword(new User(), Password)).Value!, Password));

    [Theory]
    [InlineData("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW", "password_hash_bcrypt")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf99", "password_hash_unknown")]
    [InlineData("correct horse 42 staple", "password_hash_unknown")]
    [InlineData("AAAA", "password_hash_unknown")]
    [InlineData("pbkdf2_md5$26000$0123456789abcdef$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "password_hash_unknown")]
    [InlineData("pbkdf2_sha256$2600000000$0123456789abcdef$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "password_hash_iterations")]
    [InlineData("pbkdf2_sha1$300000$0123456789abcdef$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", "password_hash_iterations")]
    [InlineData("pbkdf2_sha256$-1$0123456789abcdef$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "password_hash_unknown")]
    [InlineData("pbkdf2_sha256$1$0123456789abcdef$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "password_hash_iterations")]
    [InlineData("pbkdf2_sha256$26000$short$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "password_hash_length")]
    [InlineData("pbkdf2_sha256$26000$0123456789abcdef$AAAA", "password_hash_length")]
    [InlineData("$pbkdf2-sha256$29000$!!!$AAAA", "password_hash_unknown")]
    public void What_cannot_be_verified_is_refused_now_and_not_at_the_sign_in(string given, string reason) =>
        Assert.Equal((ImportColumns.PasswordHash, reason), (ImportedHash.Read(given).Faults[0].Field, ImportedHash.Read(given).Faults[0].Reason));

    /// <summary>Whoever knows no password must not see by the clock who was imported: what a cheaper hash lacks is made up for.</summary>
    [Fact, Attack("EN-02")]
    public void What_a_cheaper_hash_lacks_to_one_of_today_is_known()
    {
        var today = Hasher.HashPassword(new User(), Password);
        var weak = ImportedHash.Read($"pbkdf2_sha256$1000${Encoding.UTF8.GetString(Salt)}${Convert.ToBase64String(Derive(1_000, HashAlgorithmName.SHA256))}").Value!;
        var strong = ImportedHash.Read($"pbkdf2_sha256$400000${Encoding.UTF8.GetString(Salt)}${Convert.ToBase64String(Derive(400_000, HashAlgorithmName.SHA256))}").Value!;
        Assert.Equal(PasswordRounds.Of(today), PasswordRounds.Of(weak) + PasswordRounds.Missing(weak, today));
        Assert.Equal((0, 0, 0), (PasswordRounds.Missing(today, today), PasswordRounds.Missing(strong, today), PasswordRounds.Missing("no hash", today)));
        Assert.Equal((1000, 400_000), (PasswordRounds.Of(weak), PasswordRounds.Of(strong)));
    }

    private static byte[] Derive(int iterations, HashAlgorithmName function) => Rfc2898DeriveBytes.Pbkdf2(Password, Salt, iterations, function, 32);

    private static string Passlib(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '.');
}
