namespace IdentitySource.Server.Pages;

/// <summary>What the body of a page tells its layout and its headers. One for each request.</summary>
internal sealed class PageFrame
{
    public string Title { get; set; } = "IdentitySource";

    /// <summary>True for pages with more to read than a form.</summary>
    public bool Wide { get; set; }

    /// <summary>Where a browser goes on without being asked. Only an address that was verified before.</summary>
    public string? RefreshTo { get; set; }

    public PagePolicy Policy { get; set; } = PagePolicy.Standard;
}

internal static class PageFrames
{
    public static PageFrame Frame(this HttpContext http)
    {
        if (http.Features.Get<PageFrame>() is not { } frame)
        {
            http.Features.Set(frame = new PageFrame());
        }

        return frame;
    }
}
