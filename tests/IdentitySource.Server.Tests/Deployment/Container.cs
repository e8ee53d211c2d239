using IdentitySource.Server.Tests.Commands;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>
/// What an engine would make of the image, without an engine: a tree of its own that is read-only (the program in /app, the system's
/// libraries, nothing else), a /tmp in memory, one folder for data, secrets as files, an account that this machine does not know, no
/// capabilities. The network is the machine's.
/// </summary>
internal sealed class Container : IDisposable
{
    /// <summary>That of .NET's images.</summary>
    public const string Account = "1654";

    /// <summary>PostgreSQL is hidden, and there is no PATH: the image has neither it nor the system's small programs.</summary>
    private const string Script = """
        set -eu
        root=$1 app=$2 data=$3 secrets=$4 runtime=$5
        shift 5
        look() { mount --bind "$1" "$2" && mount -o remount,bind,ro "$2"; }
        mount -t tmpfs -o mode=0755,size=16m tmpfs "$root"
        cd "$root"
        mkdir -p app data tmp proc dev etc usr run/secrets
        for folder in bin sbin lib lib64; do
          if [ -L "/$folder" ]; then cp -P "/$folder" .; elif [ -d "/$folder" ]; then mkdir "$folder"; look "/$folder" "$folder"; fi
        done
        look /usr usr
        if [ -d usr/lib/postgresql ]; then mount -t tmpfs -o ro tmpfs usr/lib/postgresql; fi
        if [ ! -d ".$runtime" ]; then mkdir -p ".$runtime"; look "$runtime" ".$runtime"; fi
        for device in null zero random urandom; do : > "dev/$device"; mount --bind "/dev/$device" "dev/$device"; done
        mount --rbind /proc proc
        echo '127.0.0.1 localhost' > etc/hosts
        cp /etc/ld.so.cache etc/
        look "$app" app
        look "$secrets" run/secrets
        mount --bind "$data" data
        mount -t tmpfs -o mode=1777,size=64m tmpfs tmp
        mount -o remount,ro "$root"
        exec chroot . /usr/bin/setpriv --reuid "$ACCOUNT" --regid "$ACCOUNT" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
          /usr/bin/env -u ACCOUNT -u PWD -u OLDPWD -u SHLVL -u _ --chdir=/app "$@"
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("identitysource-container-").FullName;

    public Container()
    {
        Directory.CreateDirectory(Path.Combine(folder, "root"));
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Secrets);
        File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
    }

    public string Data => Path.Combine(folder, "data");

    public string Secrets => Path.Combine(folder, "secrets");

    public ServerProcess Start(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> words) =>
        ServerProcess.StartOther(With(environment), Command([ServerProcess.Runtime, "/app/IdentitySource.Server.dll", .. words]));

    public Task<Ran> RunAsync(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> words) =>
        RunOtherAsync(environment, [ServerProcess.Runtime, "/app/IdentitySource.Server.dll", .. words]);

    public Task<Ran> RunOtherAsync(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> command) =>
        ServerProcess.RunOtherAsync(With(environment), Command(command));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string[] Command(IReadOnlyList<string> command) =>
    [
        "/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/bash", "-c", Script, "container",
        Path.Combine(folder, "root"), Path.GetDirectoryName(ServerProcess.Program)!, Data, Secrets, Path.GetDirectoryName(ServerProcess.Runtime)!, .. command,
    ];

    /// <summary>The account is for the script alone, which takes it away again.</summary>
    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment) => new(environment) { ["ACCOUNT"] = Account };
}

/// <summary>What is run is what is published, and only root can make a tree for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContainerFactAttribute : FactAttribute
{
    public ContainerFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = "needs root, to make a tree of its own for another account";
        }
        else if (!ServerProcess.IsPublished)
        {
            Skip = "needs the published server, named by IDENTITYSOURCE_SERVER_DLL as ./test.sh does";
        }
    }
}
