using System.Text;
using System.Text.Json.Nodes;
using IdentitySource.Management.Administration;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

public class ImportingUsers(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Address = "/console/default/users/import";

    private const string Password = "correct horse 42 staple";

    [Fact, Attack("HI-10")]
    public async Task A_file_larger_than_any_form_is_worked_off_behind_a_page_that_comes_again_by_itself()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var lines = string.Concat(Enumerable.Range(0, 4000).Select(number => $"p{number}@large.test,\"{new string('x', 100)}\"\n"));
        var page = await UploadAsync(browser, $"email,name,shoe\n{lines}=nobody,x,1\n".Replace("\"\n", "\",\n", StringComparison.Ordinal), dryRun: false);
        Assert.Equal((200, "people.csv"), (page.Status, page.Heading));
        Assert.Contains("The import has started.", page.Body, StringComparison.Ordinal);

        page = await EndedAsync(browser, page.Address.AbsolutePath);
        Assert.Equal(["100", "4000", "1"], new[] { "[data-percent]", "[data-added]", "[data-failed]" }.Select(each => page.Document.QuerySelector(each)!.TextContent));
        Assert.Contains("shoe", page.Body, StringComparison.Ordinal);
        Assert.Contains("This is not a plain e-mail address.", page.Body, StringComparison.Ordinal);

        var download = await browser.GetAsync(page.Address.AbsolutePath + "?handler=Failed");
        Assert.Equal(("text/csv", "attachment"), (download.Response.Content.Headers.ContentType!.MediaType, download.Response.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Contains("\"'=nobody\"", download.Body, StringComparison.Ordinal);
        Assert.Contains("people.csv", (await browser.GetAsync(Address)).Body, StringComparison.Ordinal);
        await using var db = await server.DatabaseAsync();
        Assert.Equal(4000, await db.Users.CountAsync(user => user.Email!.EndsWith("@large.test")));
    }

    [Fact]
    public async Task Somebody_with_the_hash_of_another_system_signs_in_and_has_ours_from_then_on()
    {
        var weak = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 10_000 })).HashPassword(new User(), Password);
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        await EndedAsync(browser, (await UploadAsync(browser, $"email,password_hash\nold@hash.test,{weak}\n", dryRun: false)).Address.AbsolutePath);
        var before = await OldAsync();
        Assert.Equal(weak, before.PasswordHash);

        var (application, person) = (await server.NotesAsync(), new Person("old@hash.test", "", Password));
        await server.Browser().SignInAsync(application.AuthorizeUrl(), person with { Password = "something else" });
        Assert.Equal(weak, (await OldAsync()).PasswordHash);

        await server.Browser().SignInAsync(application.AuthorizeUrl(), person);
        var after = await OldAsync();
        Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<User>().VerifyHashedPassword(after, after.PasswordHash!, Password));
        Assert.Equal((before.SecurityStamp, before.ConcurrencyStamp), (after.SecurityStamp, after.ConcurrencyStamp));

        async Task<User> OldAsync()
        {
            await using var db = await server.DatabaseAsync();
            return await db.Users.AsNoTracking().SingleAsync(user => user.Email == "old@hash.test");
        }
    }

    [Fact]
    public async Task Without_a_file_or_with_an_empty_one_the_page_says_so()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var token = (await browser.GetAsync(Address)).Document.QuerySelector("form[enctype] input[name=form_token]")!.GetAttribute("value")!;
        Assert.Equal(422, (await browser.PostAsync(Address, [new("form_token", token)])).Status);
        var page = await UploadAsync(browser, "", dryRun: true);
        Assert.Equal(422, page.Status);
        Assert.Contains("The file is empty.", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_before_faults_had_values_is_said_in_the_words_that_were_kept()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await EndedAsync(browser, (await UploadAsync(browser, "email,password\nshort@values.test,short\n", dryRun: true)).Address.AbsolutePath);
        Assert.Contains("Use at least 8 characters.", page.Body, StringComparison.Ordinal);
        var import = Guid.ParseExact(page.Address.AbsolutePath.Split('/')[^1], "N");
        await using (var db = await server.DatabaseAsync())
        {
            var row = await db.UserImportFaults.SingleAsync(each => each.ImportId == import);
            var faults = JsonNode.Parse(row.Faults)!.AsArray();
            foreach (var fault in faults.Select(each => each!.AsObject()))
            {
                Assert.True(fault.Remove("Values") || fault.Remove("values"));
                fault[fault.ContainsKey("Message") ? "Message" : "message"] = "Kept: at least 8.";
            }

            row.Faults = faults.ToJsonString();
            await db.SaveChangesAsync();
        }

        var old = await browser.GetAsync(page.Address.AbsolutePath);

        Assert.Equal(200, old.Status);
        Assert.Contains("Kept: at least 8.", old.Document.QuerySelector("td[lang=en]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Attack("XT-06"), Attack("AD-03")]
    public async Task A_viewer_sends_no_file_and_another_pools_administrator_sees_no_import()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await EndedAsync(browser, (await UploadAsync(browser, "email\nx\n", dryRun: true)).Address.AbsolutePath);

        var viewer = await server.ConsoleAsync(ConsoleRole.Viewer);
        Assert.Equal(403, (await viewer.GetAsync(page.Address.AbsolutePath)).Status);
        Assert.Equal(403, (await viewer.GetAsync(page.Address.AbsolutePath + "?handler=Failed")).Status);
        var id = page.Address.AbsolutePath.Split('/')[^1];
        var owner = await server.ConsoleAsync(ConsoleRole.Operator);
        Assert.Equal(404, (await owner.GetAsync($"/console/operators/users/import/{id}")).Status);
        Assert.Equal(404, (await owner.GetAsync($"/console/operators/users/import/{id}?handler=Failed")).Status);
    }

    private static async Task<Visit> UploadAsync(Browser browser, string file, bool dryRun)
    {
        var page = await browser.GetAsync(Address);
        using MultipartFormDataContent form = new()
        {
            { new StringContent(page.Document.QuerySelector("form[enctype] input[name=form_token]")!.GetAttribute("value")!), "form_token" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "C:\\temp\\people.csv" },
        };
        if (dryRun)
        {
            form.Add(new StringContent("true"), "dry_run");
        }

        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(page.Address, Address)) { Content = form };
        var response = await browser.RawAsync(request);
        return response.Headers.Location is { } next
            ? await browser.GetAsync(next.ToString())
            : new Visit(page.Address, response, await response.Content.ReadAsStringAsync(), null);
    }

    private static async Task<Visit> EndedAsync(Browser browser, string address)
    {
        for (var looks = 0; looks < 300; looks++)
        {
            var page = await browser.GetAsync(address);
            if (page.Document.QuerySelector("progress[data-import]") is null)
            {
                return page;
            }

            Assert.Contains("<noscript><meta http-equiv=\"refresh\"", page.Body, StringComparison.Ordinal);
            await Task.Delay(100);
        }

        throw new TimeoutException("The import does not end.");
    }
}
