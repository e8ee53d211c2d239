using System.Text.Json;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>The zone belongs to the whole process, so nothing else may run beside.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}

/// <summary>Wherever the machine stands and whatever its clocks do that night, the server counts in UTC.</summary>
[Collection(ProcessWide.Name)]
public sealed class LivingInAnyTimeZone : IClassFixture<HostedServer>, IDisposable
{
    private readonly HostedServer server;
    private readonly string? before = Environment.GetEnvironmentVariable("TZ");

    public LivingInAnyTimeZone(HostedServer server) => this.server = server;

    public void Dispose() => Enter(before);

    /// <summary>The hour that Berlin has twice, the one that it has not at all, and a place far from both.</summary>
    [Theory, Attack("CK-09")]
    [InlineData("Europe/Berlin", "2036-10-26T00:30:00Z", 2)]
    [InlineData("Europe/Berlin", "2036-10-26T01:30:00Z", 1)]
    [InlineData("Europe/Berlin", "2037-03-29T01:30:00Z", 2)]
    [InlineData("America/Sao_Paulo", "2037-06-30T23:59:59Z", -3)]
    public async Task Tokens_rows_and_lifetimes_are_those_of_utc(string zone, string at, int hoursAhead)
    {
        var (notes, bob) = (await server.NotesAsync(), await server.PersonAsync("bob"));
        var now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        server.Clock.Advance(now - server.Clock.Now);
        Enter(zone);
        Assert.Equal(TimeSpan.FromHours(hoursAhead), TimeZoneInfo.Local.GetUtcOffset(now));

        var answered = await server.Browser().SignInAsync(notes.AuthorizeUrl(), bob);
        server.Clock.AdvanceSeconds(59);
        var tokens = await notes.ExchangeAsync(answered.Answer["code"]);

        var claims = Jwt.Claims(tokens["id_token"]!);
        Assert.Equal((now.ToUnixTimeSeconds(), now.ToUnixTimeSeconds() + 59, now.ToUnixTimeSeconds() + 3659), (Second(claims, "auth_time"), Second(claims, "iat"), Second(claims, "exp")));
        server.Clock.AdvanceSeconds(3599);
        Assert.Equal(200, (await notes.UserInfoAsync(tokens["access_token"]!)).Status);
        server.Clock.AdvanceSeconds(1);
        Assert.Equal(401, (await notes.UserInfoAsync(tokens["access_token"]!)).Status);
        await using var db = await server.DatabaseAsync();
        var session = await db.Set<Storage.Entities.SessionRow>().SingleAsync(row => row.UserId == bob.Id);
        Assert.Equal(now, session.AuthenticatedAt);
    }

    private static long Second(JsonElement claims, string name) => claims.GetProperty(name).GetInt64();

    private static void Enter(string? zone)
    {
        Environment.SetEnvironmentVariable("TZ", zone);
        TimeZoneInfo.ClearCachedData();
    }
}
