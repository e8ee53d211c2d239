using System.Diagnostics;
using Xunit;

namespace IdentitySource.Storage.Tests;

/// <summary>For what happens by itself within a time.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(TimeSpan patience, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < patience, $"It did not happen within {patience.TotalSeconds} seconds.");
            await Task.Delay(10);
        }
    }
}
