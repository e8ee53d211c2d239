namespace IdentitySource.Server.Pages.Views;

/// <summary>A page without a form: what happened, and what to do. Its texts are <c>Notice.{Kind}.Title</c> and <c>Notice.{Kind}.Text</c>.</summary>
internal sealed record NoticeView(NoticeKind Kind)
{
    public string? ApplicationName { get; init; }

    public WayBack? WayBack { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public string? Reference { get; init; }

    public string Icon => Kind switch
    {
        NoticeKind.FlowExpired => "hourglass",
        NoticeKind.FlowFinished => "circle-check",
        NoticeKind.SetUpLinkDead or NoticeKind.InvitationDead => "link-2-off",
        NoticeKind.NotFound => "search-x",
        NoticeKind.Misdirected => "signpost",
        NoticeKind.TooManyRequests => "clock",
        NoticeKind.Busy => "server",
        NoticeKind.FormExpired => "refresh-cw",
        NoticeKind.RoleTooLow => "lock",
        _ => "circle-alert",
    };

    public string Tone => Kind switch
    {
        NoticeKind.FlowFinished => "ok",
        NoticeKind.Failed => "bad",
        NoticeKind.NotFound or NoticeKind.Misdirected => "",
        _ => "warn",
    };
}

internal enum NoticeKind
{
    /// <summary>The sign-in took longer than its ticket lives.</summary>
    FlowExpired,

    /// <summary>The sign-in was completed, here or in another tab.</summary>
    FlowFinished,

    /// <summary>The antiforgery token of a form did not hold.</summary>
    FormExpired,

    /// <summary>Used, too old, or there is an administrator already.</summary>
    SetUpLinkDead,
    BadRequest,

    /// <summary>An invitation to the console: followed, taken back or too old.</summary>
    InvitationDead,

    /// <summary>In the console: the person may be here, and may not do this.</summary>
    RoleTooLow,
    NotFound,
    Misdirected,
    TooManyRequests,
    Busy,
    Failed,
}
