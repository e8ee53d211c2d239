using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>The visitor's address is what the last proxy that we know says, and never what the visitor says.</summary>
public class StandingBehindProxies(StandingBehindProxies.ProxiedServer server) : IClassFixture<StandingBehindProxies.ProxiedServer>
{
    [Theory, Attack("HI-04"), Attack("FW-04")]
    [InlineData("10.1.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:10.1.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.1.0.1", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.1.0.1", null, "10.1.0.1")]
    [InlineData("10.1.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.1.0.1", "198.51.100.1, 203.0.113.7, 192.0.2.9", "203.0.113.7")]
    [InlineData("10.1.0.1", "10.1.0.5, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.1.0.1", "203.0.113.7, nonsense", "10.1.0.1")]
    [InlineData("192.0.2.9", "203.0.113.7", "203.0.113.7")]
    [InlineData("192.0.2.8", "203.0.113.7", "192.0.2.8")]
    [InlineData("203.0.113.66", "10.1.0.1, 198.51.100.1", "203.0.113.66")]
    public async Task The_address_is_read_from_the_right_while_a_known_proxy_wrote_it(string peer, string? forwarded, string address) =>
        Assert.Equal(address, await AddressOfSignInAsync(peer, forwarded));

    [Fact, Attack("HI-04")]
    public async Task Host_and_scheme_are_not_taken_even_from_a_known_proxy()
    {
        var notes = await server.NotesAsync();
        var client = server.Client();
        client.DefaultRequestHeaders.Add(Doorkeeper.PeerHeader, "10.1.0.1");
        var plain = await client.GetStringAsync(notes.Keys.Issuer + "/.well-known/openid-configuration");
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.test");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "http");
        client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/evil");
        client.DefaultRequestHeaders.Add("Forwarded", "host=evil.test;proto=http");

        Assert.Equal(plain, await client.GetStringAsync(notes.Keys.Issuer + "/.well-known/openid-configuration"));
    }

    /// <summary>As the session keeps it, to be shown to its person.</summary>
    private async Task<string?> AddressOfSignInAsync(string peer, string? forwarded)
    {
        var browser = server.Browser();
        browser.Headers[Doorkeeper.PeerHeader] = peer;
        if (forwarded is not null)
        {
            browser.Headers["X-Forwarded-For"] = forwarded;
        }

        var person = await server.PersonAsync();
        await browser.SignInAsync((await server.NotesAsync()).AuthorizeUrl(), person);
        await using var db = await server.DatabaseAsync();
        return db.Sessions.Single(session => session.UserId == person.Id).RemoteAddress;
    }

    public sealed class ProxiedServer : HostedServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["IdentitySource:KnownProxies"] = "10.1.0.0/16,192.0.2.9",
        };
    }
}
