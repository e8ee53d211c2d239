namespace IdentitySource.Storage.Tests.Races;

/// <summary>Lets several go at the same moment, each on a thread of its own.</summary>
internal static class Contenders
{
    public static async Task<T[]> RaceAsync<T>(int count, Func<int, Task<T>> attempt)
    {
        using Barrier start = new(count);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            return attempt(number);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
    }
}
