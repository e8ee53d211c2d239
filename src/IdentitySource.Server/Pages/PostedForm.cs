namespace IdentitySource.Server.Pages;

/// <summary>The form of a request, which its sender may have broken: a NUL in it, too many fields, too many bytes.</summary>
internal static class PostedForm
{
    /// <summary>Null when there is none that can be read; whoever asks answers 400, for the fault is not ours.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await request.ReadFormAsync(cancel);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
