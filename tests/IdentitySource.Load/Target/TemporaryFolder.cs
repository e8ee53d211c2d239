using System.Security.Cryptography;

namespace IdentitySource.Load.Target;

/// <summary>The data folder of one run, removed with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), "load-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));

    /// <summary>Passable for others: started by root, the private database runs as another account.</summary>
    public TemporaryFolder() => Directory.CreateDirectory(
        Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
