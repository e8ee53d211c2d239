using IdentitySource.Storage.Keys;
using Xunit;

namespace IdentitySource.Storage.Tests.Keys;

public sealed class FindingTheMasterKeyFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("identitysource-key-").FullName;

    private string KeyFile => Path.Combine(folder, "master.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_first_start_makes_it_for_its_owner_alone_and_the_next_one_finds_it()
    {
        var made = MasterKeyFile.LoadOrCreate(KeyFile);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Equal(made.ToBase64(), MasterKeyFile.LoadOrCreate(KeyFile).ToBase64());
        Assert.Equal(made.ToBase64(), File.ReadAllText(KeyFile).Trim());
    }

    [Fact]
    public void Of_many_processes_that_start_at_once_one_makes_it_and_nothing_else_is_left()
    {
        var keys = new string[32];
        Parallel.For(0, keys.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, place => keys[place] = MasterKeyFile.LoadOrCreate(KeyFile).ToBase64());
        Assert.Single(keys.Distinct());
        Assert.Equal([KeyFile], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void One_that_others_can_open_is_refused_with_the_way_out(UnixFileMode open)
    {
        MasterKeyFile.LoadOrCreate(KeyFile);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | open);
        var refused = Assert.Throws<MasterKeyException>(() => MasterKeyFile.LoadOrCreate(KeyFile));
        Assert.Contains($"chmod 600 {KeyFile}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=\n")]
    public void One_that_holds_something_else_is_refused_and_left_as_it_is(string content)
    {
        File.WriteAllText(KeyFile, content);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var refused = Assert.Throws<MasterKeyException>(() => MasterKeyFile.LoadOrCreate(KeyFile));
        Assert.Contains(KeyFile, refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(KeyFile));
    }
}
