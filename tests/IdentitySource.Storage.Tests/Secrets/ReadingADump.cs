using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Storage.Tests.Secrets;

/// <summary>Somebody has got hold of the whole database while people are signed in.</summary>
public class ReadingADump(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("AC-21"), Attack("LG-03"), Attack("LG-10"), Spec("RFC 6819 §5.1.4.1.3")]
    public async Task Nothing_that_opens_anything_is_in_any_column_in_any_form()
    {
        var (application, secrets, live) = await SignInAsync();

        var dump = await Dump.OfAsync(server.ConnectionString);

        foreach (var (name, secret) in secrets)
        {
            Assert.True(!dump.Holds(Encoding.UTF8.GetBytes(secret)), $"The {name} is in {dump.PlaceOf(Encoding.UTF8.GetBytes(secret))}.");
            Assert.True(!Base64Url.IsValid(secret) || !dump.Holds(Base64Url.DecodeFromChars(secret)), $"The bytes of the {name} are in the database.");
        }

        // What is looked for would be found: its hash is.
        foreach (var handle in live)
        {
            Assert.True(dump.Holds(SHA256.HashData(Encoding.UTF8.GetBytes(handle))), "A hash is not where it should be.");
        }

        Assert.True(dump.Holds(SHA256.HashData(Encoding.UTF8.GetBytes(application.Keys.Secret!))), "The hash of the application's secret.");
    }

    [Fact, Attack("AC-21"), Attack("SF-08")]
    public async Task What_is_in_the_dump_redeems_nothing()
    {
        var (application, _, _) = await SignInAsync();
        var dump = await Dump.OfAsync(server.ConnectionString);
        var hashes = dump.Values.Where(value => value.Length == 32).DistinctBy(Convert.ToHexString).ToList();
        Assert.InRange(hashes.Count, 3, 500);

        for (var number = 0; number < hashes.Count; number++)
        {
            // From everywhere, or the budget of failures would refuse the most of it.
            var client = server.Client();
            client.DefaultRequestHeaders.Add(Doorkeeper.PeerHeader, $"2001:db8:{number:x}::1");
            RelyingParty thief = new(client, application.Keys);
            foreach (var text in new[] { Base64Url.EncodeToString(hashes[number]), Convert.ToHexStringLower(hashes[number]) })
            {
                Assert.Equal("invalid_grant", (await thief.ExchangeAsync(text)).Error);
                Assert.Equal("invalid_grant", (await thief.RefreshAsync(text)).Error);
            }
        }
    }

    [Fact, Attack("LG-10"), Attack("XT-25")]
    public async Task No_private_key_is_readable()
    {
        await server.NotesAsync();
        using var rsa = RSA.Create(2048);
        var dump = await Dump.OfAsync(server.ConnectionString);

        // A PKCS #8 key begins with its version and the identifier of its algorithm, whatever its numbers are.
        var pkcs8 = rsa.ExportPkcs8PrivateKey()[4..22];
        Assert.False(dump.Holds(pkcs8), dump.PlaceOf(pkcs8));
        foreach (var mark in new[] { "PRIVATE KEY", "\"d\":", "requiresEncryption", HostedServer.MasterKey })
        {
            Assert.False(dump.Holds(Encoding.UTF8.GetBytes(mark)), dump.PlaceOf(Encoding.UTF8.GetBytes(mark)));
        }

        Assert.False(dump.Holds(Convert.FromBase64String(HostedServer.MasterKey)), "The master key's bytes.");
        Assert.True(dump.Holds("encryptedSecret"u8), "Data protection keys are kept, under the master key.");
    }

    /// <summary>One code that is still good, a refresh token, and somebody at a browser.</summary>
    private async Task<(RelyingParty Application, Dictionary<string, string> Secrets, string[] Live)> SignInAsync()
    {
        server.Clock.AdvanceSeconds(1);
        var (application, browser, ann) = (await server.NotesAsync(), server.Browser(), await server.AnnAsync());
        var url = application.AuthorizeUrl(("scope", "openid offline_access"), ("prompt", "consent"));
        var answered = await browser.AllowAsync(await browser.SignInAsync(url, ann));
        var verifier = application.Verifier;
        var tokens = await application.ExchangeAsync(answered.Answer["code"]);
        var code = (await browser.GetAsync(application.AuthorizeUrl())).Answer["code"];
        Dictionary<string, string> secrets = new()
        {
            ["code"] = code,
            ["used code"] = answered.Answer["code"],
            ["verifier"] = verifier,
            ["access token"] = tokens["access_token"]!,
            ["refresh token"] = tokens["refresh_token"]!,
            ["ID token"] = tokens["id_token"]!,
            ["session"] = browser.Cookie("session-")!.Value,
            ["browser"] = browser.Cookie("browser")!.Value,
            ["application's secret"] = application.Keys.Secret!,
            ["password"] = ann.Password,
        };
        return (application, secrets, [code, tokens["refresh_token"]!, browser.Cookie("session-")!.Value]);
    }
}
