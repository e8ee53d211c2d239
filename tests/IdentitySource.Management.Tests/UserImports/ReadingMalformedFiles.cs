using System.Text;
using IdentitySource.Management.UserImports;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Management.Tests.UserImports;

public class ReadingMalformedFiles(ImportDeployment deployment) : ImportWork(deployment)
{
    public static TheoryData<string, string> Lines => new()
    {
        { "a\"b,x@bad.test,,", "username_malformed?" },
        { "\"a\"b,%,,", "quote_misplaced" },
        { "x,%,Ann", "columns_differ" },
        { "x,%,Ann,\"{\"\"a\"\":1,\"\"a\"\":2}\"", "custom_data_malformed" },
        { ",,Ann,", "identifier_missing" },
        { "x,%,A\0nn,", "profile_malformed" },
        { "x,%,A\u202Enn,", "profile_malformed" },
        { "x\ry,%,Ann,", "username_malformed" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task What_is_wrong_costs_its_own_line_alone(string line, string reason)
    {
        var (before, after) = ($"{Deployment.Name("before")}@bad.test", $"{Deployment.Name("after")}@bad.test");
        var import = await ImportAsync($"username,email,name,custom_data\n,{before},,\n{line.Replace("%", Deployment.Name("x") + "@bad.test", StringComparison.Ordinal)}\n,{after},,\n");
        var expected = reason.EndsWith('?') ? [] : new[] { (3L, reason) };
        Assert.Equal(expected, (await FaultsAsync(import)).Select(fault => (fault.Line, fault.Reason)));
        Assert.NotNull(await PersonAsync(before));
        Assert.NotNull(await PersonAsync(after));
    }

    [Fact]
    public async Task An_open_quote_costs_one_line_and_not_the_rest_of_the_file()
    {
        var import = await ImportAsync("email,name\na@open.test,\"Ann\nb@open.test,Bob\nc@open.test,Carl\n");
        Assert.Equal([(2, "line", "quote_open")], await FaultsAsync(import));
        Assert.Equal(2, await PeopleAsync("open.test"));
    }

    [Fact]
    public async Task A_line_in_latin_1_is_told_by_itself()
    {
        byte[] file = [.. "email,name\na@latin.test,Ann\nb@latin.test,Ren"u8, 0xE9, .. "\nc@latin.test,René\n"u8];
        var import = await ImportAsync(file);
        Assert.Equal([(3, "line", "line_not_utf8")], await FaultsAsync(import));
        Assert.Equal("René", (await PersonAsync("c@latin.test"))!.Name);

        byte[] json = [.. "{\"email\":\"d@latin.test\",\"name\":\"Ren"u8, 0xE9, .. "\"}\n{\"email\":\"e@latin.test\"}"u8];
        Assert.Equal([(1, "line", "line_not_utf8")], await FaultsAsync(await ImportAsync(json)));
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(300_000)]
    public async Task A_huge_line_is_skipped_without_holding_it(int length)
    {
        var domain = $"huge{length}.test";
        var import = await ImportAsync($"email,name\na@{domain},{new string('x', length)}\nb@{domain},Bob\n");
        Assert.Equal([(2, "line", "line_too_long")], await FaultsAsync(import));
        Assert.Equal(1, await PeopleAsync(domain));

        import = await ImportAsync($"{{\"email\":\"c@{domain}\",\"name\":\"{new string('x', length)}\"}}\n{{\"email\":\"d@{domain}\"}}");
        Assert.Equal([(1, "line", "line_too_long")], await FaultsAsync(import));

        import = await ImportAsync($"[{{\"email\":\"e@{domain}\",\"name\":\"{new string('x', length)}\"}},\n{{\"email\":\"f@{domain}\"}}]");
        Assert.Equal([(1, "line", "line_too_long")], await FaultsAsync(import));
        Assert.Equal(3, await PeopleAsync(domain));
    }

    [Theory]
    [InlineData("{\"email\":\"%\",\"name\":7}", "value_type_wrong")]
    [InlineData("{\"email\":[\"%\"]}", "value_type_wrong")]
    [InlineData("{\"email\":\"%\",\"email_verified\":1}", "value_type_wrong")]
    [InlineData("{\"email\":\"%\",\"email_verified\":\"perhaps\"}", "flag_malformed")]
    [InlineData("{\"email\":\"%\",\"status\":\"3\"}", "status_unknown")]
    [InlineData("{\"email\":\"%\",\"email\":\"%\"}", "json_malformed")]
    [InlineData("{\"email\":\"%\",}", "json_malformed")]
    [InlineData("{\"email\":\"%\",\"name\":\"\\uD800\"}", "json_malformed|profile_malformed")]
    [InlineData("7", "json_malformed")]
    [InlineData("null", "json_malformed")]
    public async Task An_element_of_the_wrong_kind_costs_itself_alone(string element, string reason)
    {
        var (wrong, right) = ($"{Deployment.Name("wrong")}@json.test", $"{Deployment.Name("right")}@json.test");
        var import = await ImportAsync($"[{element.Replace("%", wrong, StringComparison.Ordinal)},\n{{\"email\":\"{right}\"}}]");
        Assert.Contains(Assert.Single(await FaultsAsync(import)).Reason, reason.Split('|'));
        Assert.Equal((false, true), (await PersonAsync(wrong) is not null, await PersonAsync(right) is not null));
    }

    [Fact]
    public async Task Deep_json_is_not_followed()
    {
        var deep = $"{{\"email\":\"a@deep.test\",\"custom_data\":{string.Concat(Enumerable.Repeat("{\"a\":", 5000))}1{new string('}', 5000)}}}";
        Assert.Equal([(1, "line", "json_malformed")], await FaultsAsync(await ImportAsync(deep + "\n")));
        Assert.Equal([(1, "line", "json_malformed")], await FaultsAsync(await ImportAsync($"[{deep}]")));
        Assert.Equal([(1, "line", "element_open")], await FaultsAsync(await ImportAsync($"[{{\"email\":\"b@deep.test\",\"x\":{new string('[', 5000)}")));
    }

    [Fact]
    public async Task An_array_in_one_line_tells_its_elements_apart()
    {
        var import = await ImportAsync("[{\"email\":\"x\"},{\"email\":\"a@line.test\"},{\"email\":\"y\"}]");
        Assert.Equal([1L, 3L], (await FailedAsync(import)).Select(line => line.Number));
    }

    [Theory]
    [InlineData("name,gender\nAnn,F\n", "columns_missing")]
    [InlineData("email,name,Name\na@b.test,x,y\n", "column_twice")]
    [InlineData("\"email\nx", "header_malformed")]
    [InlineData("\n\n", "columns_missing")]
    public async Task A_file_that_names_no_columns_is_refused_as_a_whole(string file, string reason)
    {
        var import = await ImportAsync(file);
        Assert.Equal((UserImportState.Failed, reason, 0L), (import.State, import.Reason, import.Added));
    }

    [Fact]
    public async Task A_file_of_utf_16_is_refused_and_so_is_none_and_one_that_is_too_large()
    {
        Assert.Equal(UserImportState.Failed, (await ImportAsync(Encoding.Unicode.GetBytes("email\na@b.test\n"))).State);
        var create = Deployment.Get<CreateUserImport>();
        foreach (var (size, reason) in new[] { (0, "file_empty"), (2_000_001, "file_too_large") })
        {
            using MemoryStream stream = new(new byte[size]);
            Assert.Equal(reason, (await create.RunAsync(Actor.CommandLine, new NewUserImport(Deployment.PoolId, null, stream, false), null, default)).Faults[0].Reason);
        }
    }

    [Fact]
    public async Task In_the_download_no_cell_begins_like_a_formula_and_what_it_says_can_be_imported()
    {
        var import = await ImportAsync("{\"username\":\"f1\",\"phone\":\"+49 30 777\",\"name\":\"=cmd|' /C calc'!A0\",\"nickname\":\"@SUM(1)\",\"company\":\"-1\",\"external_id\":\"\\tx\",\"gender\":\"X\",\"password\":\"correct horse 42 staple\"}");
        var line = Assert.Single(await FailedAsync(import));
        var text = FailedLinesCsv.Header + FailedLinesCsv.Line(line);
        var cells = CsvRecords.Fields(text.Split("\r\n")[1], ',')!;
        Assert.DoesNotContain(cells, cell => cell.Length > 0 && "=+-@\t\r".Contains(cell[0]));
        Assert.DoesNotContain("horse", text, StringComparison.Ordinal);
        Assert.DoesNotContain("password", text.Split("\r\n")[0], StringComparison.Ordinal);

        var again = await ImportAsync(text.Replace("+49 30 777", "+49 30 7771234", StringComparison.Ordinal).Replace("\"X\"", "\"F\"", StringComparison.Ordinal));
        Assert.Equal((1L, 0L), (again.Added, again.Failed));
        Assert.Equal(["import_errors", "import_fields", "import_line"], again.UnknownColumns);
    }
}
