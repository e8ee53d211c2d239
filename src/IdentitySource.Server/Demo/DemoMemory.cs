using Microsoft.Extensions.Caching.Memory;

namespace IdentitySource.Server.Demo;

/// <summary>What the demo web application keeps for a visitor: for an hour, and for so many visitors that strangers cannot fill the memory.</summary>
public sealed class DemoMemory : IDisposable
{
    private const int Most = 2000;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly MemoryCache memory = new(new MemoryCacheOptions { SizeLimit = Most });

    public T? Find<T>(string visitor)
        where T : class => memory.Get<T>((typeof(T), visitor));

    public void Keep<T>(string visitor, T value)
        where T : class => memory.Set((typeof(T), visitor), value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });

    public void Forget<T>(string visitor)
        where T : class => memory.Remove((typeof(T), visitor));

    public void Dispose() => memory.Dispose();
}
