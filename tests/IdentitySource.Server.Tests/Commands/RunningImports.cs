using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

public sealed class RunningImports(TestDeployment deployment) : IClassFixture<TestDeployment>, IDisposable
{
    private readonly Shell shell = new(deployment);

    private readonly string folder = Directory.CreateTempSubdirectory("import-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_is_judged_then_imported_and_the_lines_that_failed_are_written_down()
    {
        var file = Path.Combine(folder, "people.csv");
        await File.WriteAllTextAsync(file, "email,shoe\nann@cli.test,1\nbob@cli.test,2\nnobody,3\n");

        var dry = await shell.RunAsync($"user import {file} --dry-run");
        Assert.Equal(1, dry.Code);
        Assert.Contains("line 4  email: This is not a plain e-mail address. (email_malformed)", dry.Output, StringComparison.Ordinal);
        Assert.Contains("Left out, because no field is called so: shoe", dry.Output, StringComparison.Ordinal);
        Assert.Contains("Done: 2 would be added, 1 failed.", dry.Output, StringComparison.Ordinal);
        Assert.Equal(0, await PeopleAsync());

        var failed = Path.Combine(folder, "failed.csv");
        var real = await shell.RunAsync($"user import {file} --failed {failed} --json");
        Assert.Equal((1, 2L, 1L), (real.Code, real.Json.GetProperty("added").GetInt64(), real.Json.GetProperty("failed").GetInt64()));
        Assert.Equal(2, await PeopleAsync());
        Assert.Contains(",\"nobody\",", await File.ReadAllTextAsync(failed), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "[{\"email\":\"carl@cli.test\"}]");
        Assert.Equal(0, (await shell.RunAsync($"user import {file} --json")).Code);
    }

    private async Task<int> PeopleAsync()
    {
        await using var db = await deployment.DatabaseAsync();
        return await db.Users.CountAsync(user => user.Email!.EndsWith("@cli.test"));
    }
}
