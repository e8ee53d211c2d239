using System.Security.Cryptography;
using IdentitySource.Storage.Keys;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Keys;

public class SharingDataProtectionKeys(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact, Attack("KR-09")]
    public async Task What_one_server_protected_another_reads()
    {
        var other = await deployment.StartNodeAsync();
        var kept = Protector(deployment.Services).Protect("a form");
        Assert.Equal("a form", Protector(other).Unprotect(kept));
        Assert.Equal("an answer", Protector(deployment.Services).Unprotect(Protector(other).Protect("an answer")));
    }

    [Fact]
    public async Task At_rest_the_keys_lie_under_the_master_key()
    {
        Protector(deployment.Services).Protect("so that there is a key");
        await using var db = await deployment.DatabaseAsync();
        var rows = await db.DataProtectionKeys.AsNoTracking().ToListAsync();
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            Assert.Contains("<masterKey", row.Xml, StringComparison.Ordinal);
            Assert.DoesNotContain("<value>", row.Xml, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_server_with_another_master_key_reads_nothing()
    {
        var kept = Protector(deployment.Services).Protect("a form");
        var stranger = await deployment.StartNodeAsync(services => services.AddSingleton(MasterKey.New()));
        Assert.ThrowsAny<CryptographicException>(() => Protector(stranger).Unprotect(kept));
    }

    private static IDataProtector Protector(IServiceProvider node) => node.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
