using System.Net.Sockets;

namespace IdentitySource.Server.Composition;

/// <summary>Begins to listen. A port that somebody else has is the operator's to mend, and no fault of ours.</summary>
internal static class Listening
{
    private const string Listener = "Microsoft.AspNetCore.Server.Kestrel";

    /// <exception cref="ListeningException">The listener says no.</exception>
    public static async Task BeginAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception refused) when (refused is IOException or SocketException or InvalidOperationException && IsListeners(refused))
        {
            throw new ListeningException($"The server cannot listen: {refused.Message} ASPNETCORE_URLS says where it does.", refused);
        }
    }

    private static bool IsListeners(Exception refused) => refused.StackTrace?.Contains(Listener, StringComparison.Ordinal) == true;
}
