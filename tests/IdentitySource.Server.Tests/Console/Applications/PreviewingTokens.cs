using System.Text.Json;
using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console.Applications;

/// <summary>The token preview says what the tokens will say, and why; it issues nothing.</summary>
public class PreviewingTokens(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Scope = "openid profile email address roles loyalty";

    private const string Claims = """{"userinfo":{"phone_number":null},"id_token":{"email":{"essential":true},"external_id":null}}""";

    /// <summary>Made at random, or of what is.</summary>
    private static readonly string[] Unmade = ["jti", "sid", "at_hash", "c_hash"];

    [Theory]
    [InlineData("code", ClaimsFormat.Standard)]
    [InlineData("code", ClaimsFormat.Authing)]
    [InlineData("id_token", ClaimsFormat.Standard)]
    [InlineData("id_token token", ClaimsFormat.Standard)]
    [InlineData("code token", ClaimsFormat.Standard)]
    [InlineData("code id_token", ClaimsFormat.Standard)]
    [InlineData("code id_token token", ClaimsFormat.Authing)]
    public async Task Claim_by_claim_it_is_what_is_issued(string responseType, ClaimsFormat format)
    {
        var (application, ann) = (await ApplicationAsync(format), await AnnAsync());
        var page = await PreviewAsync(application, ("user", ann.Id.ToString("N")), ("response_type", responseType), ("scope", Scope), ("claims", Claims));
        var usesCode = responseType.Contains("code", StringComparison.Ordinal);
        var visit = await server.Browser().SignInAsync(
            application.AuthorizeUrl(
                ("response_type", responseType), ("scope", Scope), ("claims", Claims), ("state", "preview"), ("nonce", "preview"),
                ("code_challenge", null), ("code_challenge_method", null)),
            ann);
        var front = visit.Answer;

        Compare(page, "FrontIdToken", front.TryGetValue("id_token", out var idToken) ? Jwt.Claims(idToken) : null);
        Compare(page, "FrontAccessToken", front.TryGetValue("access_token", out var accessToken) ? Jwt.Claims(accessToken) : null);
        var bought = usesCode ? await application.ExchangeAsync(front["code"], ("code_verifier", null)) : null;
        Compare(page, "IdToken", bought is null ? null : Jwt.Claims(bought["id_token"]!));
        Compare(page, "AccessToken", bought is null ? null : Jwt.Claims(bought["access_token"]!));
        accessToken = bought?["access_token"] ?? accessToken;
        Compare(page, "UserInfo", accessToken is null ? null : (await application.UserInfoAsync(accessToken)).Json);
    }

    [Fact]
    public async Task Each_claim_says_why_it_is_there_or_missing()
    {
        var (application, ann) = (await ApplicationAsync(), await AnnAsync());

        var page = await PreviewAsync(application, ("user", ann.Email), ("response_type", "code id_token"), ("scope", Scope), ("claims", Claims));

        Assert.Equal("The scope profile was granted.", Why(page, "IdToken", "name"));
        Assert.Equal("The parameter claims asks for it by name; the scope external_id would release it too.", Why(page, "IdToken", "external_id"));
        Assert.Equal("A claim of the application's own.", Why(page, "IdToken", "KEY"));
        Assert.Equal("The scope loyalty was granted.", Why(page, "IdToken", "loyalty.points"));
        Assert.StartsWith("It is released, and the person has nothing in that field", Why(page, "IdToken", "birthdate"), StringComparison.Ordinal);
        Assert.StartsWith("The scope phone was not granted", Why(page, "IdToken", "phone_number"), StringComparison.Ordinal);
        Assert.StartsWith("The scope profile was granted, but beside a code", Why(page, "FrontIdToken", "name"), StringComparison.Ordinal);
        Assert.StartsWith("The parameter claims asks for it", Why(page, "UserInfo", "phone_number"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("offline_access", "", "The request must say prompt=consent")]
    [InlineData("offline_access", "consent", "This server knows it")]
    [InlineData("nothing", "", "Neither a scope of this server nor a permission item")]
    public async Task Each_scope_says_why_it_drops_out(string scope, string prompt, string said)
    {
        var page = await PreviewAsync(await ApplicationAsync(), ("user", (await AnnAsync()).Email), ("scope", "openid " + scope), ("prompt", prompt));

        var row = page.Document.QuerySelectorAll("main tr").First(each => each.QuerySelector("th bdi")?.TextContent == scope);
        Assert.Contains(said, row.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scope", "profile", "openid_missing")]
    [InlineData("claims", "{", "claims_malformed")]
    [InlineData("response_type", "<script>", "response_type_unknown")]
    public async Task What_would_be_refused_says_so(string name, string value, string reason)
    {
        var page = await PreviewAsync(await ApplicationAsync(), ("user", (await AnnAsync()).Email), (name, value));
        Assert.Contains(reason, page.Document.QuerySelector(".alert.bad")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("table.told"));
    }

    [Fact]
    public async Task Nothing_is_issued_and_nobody_is_signed_in()
    {
        var (application, ann) = (await ApplicationAsync(), await AnnAsync());
        async Task<(int, int, int)> CountAsync()
        {
            await using var db = await server.DatabaseAsync();
            return (await db.Authorizations.CountAsync(row => row.UserId == ann.Id), await db.Sessions.CountAsync(row => row.UserId == ann.Id), await db.Events.CountAsync(row => row.UserId == ann.Id));
        }

        var before = await CountAsync();
        await PreviewAsync(application, ("user", ann.Email), ("scope", Scope));
        Assert.Equal(before, await CountAsync());
    }

    [Fact, Attack("XT-25")]
    public async Task People_of_another_pool_are_nobody_here()
    {
        var stranger = await server.PersonAsync("stranger", await server.PoolAsync(Storage.Entities.UserPool.OperatorsSlug));
        foreach (var name in new[] { stranger.Email, stranger.Id.ToString("N") })
        {
            Assert.Contains("Nobody found", (await PreviewAsync(await ApplicationAsync(), ("user", name))).Body, StringComparison.Ordinal);
        }
    }

    [Fact, Attack("AD-05")]
    public async Task A_viewer_neither_gets_it_nor_is_led_to_it()
    {
        var (application, viewer) = (await server.NotesAsync(), await server.ConsoleAsync(ConsoleRole.Viewer));
        var path = $"/console/default/applications/{application.Keys.ClientId}";
        Assert.Equal(403, (await viewer.GetAsync(path + "/preview")).Status);
        Assert.Null((await viewer.GetAsync(path)).Document.QuerySelector("a[href$='/preview']"));
    }

    private async Task<Visit> PreviewAsync(RelyingParty application, params (string Name, string Value)[] query) =>
        await (await server.ConsoleAsync(ConsoleRole.Administrator)).GetAsync(
            $"/console/default/applications/{application.Keys.ClientId}/preview?" + string.Join('&', query.Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value)}")));

    private static void Compare(Visit page, string kind, JsonElement? issued)
    {
        var told = page.Document.QuerySelectorAll($"#token-{kind} table.told tbody tr")
            .Select(row => (Name: row.QuerySelector("th")!.TextContent, Value: row.QuerySelector("td bdi")?.TextContent)).ToList();
        var real = issued?.EnumerateObject()
            .Select(claim => (claim.Name, Value: Unmade.Contains(claim.Name) ? null : claim.Value.ValueKind == JsonValueKind.String ? claim.Value.GetString() : claim.Value.GetRawText())).ToList() ?? [];
        Assert.Equal(real, told);
    }

    private static string Why(Visit page, string kind, string claim) =>
        page.Document.QuerySelectorAll($"#token-{kind} tbody tr").First(row => row.QuerySelector("th")!.TextContent == claim).QuerySelector("td:last-child")!.TextContent;

    private async Task<RelyingParty> ApplicationAsync(ClaimsFormat format = ClaimsFormat.Standard)
    {
        await server.Services.GetRequiredService<AddCustomScope>().RunAsync(
            Actor.CommandLine, server.PoolId, new CustomScope("loyalty", "Points", [new("loyalty.points", null, "extended_fields.points"), new("loyalty.tier", "gold", null)]), default);
        var application = await server.ApplicationAsync(input => input with
        {
            GrantTypes = ["authorization_code", "implicit", "refresh_token"],
            ResponseTypes = [.. ProtocolCatalog.ResponseTypes],
            Policy = new ApplicationPolicy { ShowConsent = false, ClaimsFormat = format },
        });
        var add = server.Services.GetRequiredService<AddCustomClaim>();
        Assert.Empty((await add.RunAsync(Actor.CommandLine, server.PoolId, application.Keys.ClientId, new CustomClaim("KEY", "VALUE", null), default)).Faults);
        Assert.Empty((await add.RunAsync(Actor.CommandLine, server.PoolId, application.Keys.ClientId, new CustomClaim("mail", null, "email"), default)).Faults);
        return application;
    }

    private async Task<Person> AnnAsync()
    {
        var ann = await server.PersonAsync();
        await using var db = await server.DatabaseAsync();
        await db.Users.Where(row => row.Id == ann.Id).ExecuteUpdateAsync(rows => rows
            .SetProperty(row => row.ExtendedFields, """{"points":1200}""").SetProperty(row => row.ExternalId, ann.Username)
            .SetProperty(row => row.PhoneNumber, "+49301" + Convert.ToUInt32(ann.Id.ToString("N")[^7..], 16)).SetProperty(row => row.Gender, "F"));
        return ann;
    }
}
