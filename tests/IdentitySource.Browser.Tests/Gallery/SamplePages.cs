using IdentitySource.Server.Explanations;
using IdentitySource.Server.Pages;
using IdentitySource.Server.Pages.Views;

namespace IdentitySource.Browser.Tests.Gallery;

/// <summary>One page for each state that a person can meet, by the name under which its screenshot is kept.</summary>
internal static class SamplePages
{
    public const string Elsewhere = "http://127.0.0.1:9/callback";

    private const string Action = "/gallery/posted?wait=0";

    private static readonly AccountLine Ada = new("Ada Lovelace", "ada@example.com");

    private static readonly SignInView SignIn = new() { Action = Action, Ticket = "ticket", ApplicationName = "Network Notes" };

    private static readonly SetUpView SetUp = new() { Action = Action, Token = "token" };

    public static IReadOnlyDictionary<string, Func<HostedPage>> All { get; } = new Dictionary<string, Func<HostedPage>>
    {
        ["set-up"] = () => new(SetUp with { AddDemo = true }),
        ["set-up-email"] = () => new(SetUp with { Email = "ada", Fault = SetUpFault.EmailInvalid }, 400),
        ["set-up-password"] = () => new(SetUp with { Email = "ada@example.com", Fault = SetUpFault.PasswordTooCommon }, 400),
        ["set-up-password-long"] = () => new(SetUp with { Email = "ada@example.com", Fault = SetUpFault.PasswordTooLong }, 422),
        ["set-up-done"] = () => new(SetUpDone),
        ["set-up-done-bare"] = () => new(SetUpDone with { Users = [], Applications = [], Machine = null }),
        ["set-up-done-without-demo"] = () => new(SetUpDone with { Users = [], Applications = [], Machine = null, DemoFaults = ["The username \"bob\" is taken.", Hostile] }),
        ["console-sign-in"] = () => new(new ConsoleSignInView(Action, null, SignInFault.None, SignedOut: true)),
        ["console-sign-in-wrong"] = () => new(new ConsoleSignInView(Action, Hostile, SignInFault.WrongPair)),
        ["console-confirm-posted"] = () => new(new ConsoleConfirmView(Action, "ada@example.com") { Posted = [new("name", Hostile)], Fault = SignInFault.WrongPair }),
        ["console-invitation"] = () => new(new ConsoleInvitationView(Action, Hostile, "administrator", "ada@example.com", null)),
        ["console-invitation-refused"] = () => new(new ConsoleInvitationView(Action, "Globex", "viewer", "ada@example.com", "Use at least 8 characters.")),
        ["console-invitation-dead"] = () => new(new NoticeView(NoticeKind.InvitationDead), 410),
        ["console-role-too-low"] = () => new(new NoticeView(NoticeKind.RoleTooLow) { WayBack = new("/gallery/sign-in") }, 403),
        ["sign-in"] = () => new(SignIn),
        ["sign-in-alone"] = () => new(SignIn with { ApplicationName = null }),
        ["sign-in-wrong"] = () => new(SignIn with { Identifier = "ada@example.com", Fault = SignInFault.WrongPair }),
        ["sign-in-too-many"] = () => new(SignIn with { Identifier = "ada@example.com", Fault = SignInFault.TooManyAttempts, RetryAfter = TimeSpan.FromSeconds(100) }, 429),
        ["sign-in-busy"] = () => new(SignIn with { Identifier = "ada@example.com", Fault = SignInFault.Busy }, 503),
        ["sign-in-hostile"] = () => new(SignIn with { ApplicationName = Hostile, Identifier = Hostile }),
        ["accounts"] = () => new(Accounts),
        ["consent"] = () => new(Consent),
        ["consent-small"] = () => new(Consent with { Scopes = Consent.Scopes.Take(3).ToArray(), Claims = [] }),
        ["error-redirect"] = () => new(WrongRedirect, 400),
        ["error-redirect-admin"] = () => new(WrongRedirect with { Nearest = Nearest, Administration = new("/gallery/sign-in", ["https://notes.example/callback", "http://localhost:3000/cb"]) }, 400),
        ["error-unknown-application"] = () => new(UnknownApplication, 400),
        ["no-access"] = () => new(new NoAccessView { Action = Action, Ticket = "ticket", ApplicationName = "Network Notes", Account = Ada }),
        ["sign-out"] = () => new(new SignOutView { Action = Action, Ticket = "ticket", ApplicationName = "Network Notes", Account = Ada }),
        ["sign-out-everywhere"] = () => new(new SignOutView { Action = Action, Ticket = "ticket", Reach = new(AllDevices: true), Account = Ada }),
        ["sign-out-application"] = () => new(new SignOutView { Action = Action, Ticket = "ticket", ApplicationName = "Network Notes", Reach = new(AllApplications: false), Account = Ada }),
        ["signed-out"] = () => new(new SignedOutView { WayBack = new("https://notes.example/", "Network Notes") }),
        ["signed-out-alone"] = () => new(new SignedOutView()),
        ["stayed"] = () => new(new SignedOutView(Stayed: true)),
        ["continue"] = () => new(new ContinueView($"{Elsewhere}?code=abc&state=%22x%22", "Network Notes")),
        ["form-post"] = () => new(new FormPostView(Elsewhere, [new("code", "abc"), new("state", Hostile)], "Network Notes")),
        ["web-message"] = () => new(new WebMessageView("http://127.0.0.1:9", null, "{}", "Network Notes")),
        ["flow-expired"] = () => new(new NoticeView(NoticeKind.FlowExpired) { WayBack = new("/gallery/sign-in") }, 400),
        ["flow-finished"] = () => Notice(NoticeKind.FlowFinished),
        ["form-expired"] = () => new(new NoticeView(NoticeKind.FormExpired) { WayBack = new("/gallery/sign-in") }, 400),
        ["form-expired-alone"] = () => Notice(NoticeKind.FormExpired),
        ["set-up-link-dead"] = () => new(new NoticeView(NoticeKind.SetUpLinkDead), 404),
        ["bad-request"] = () => Notice(NoticeKind.BadRequest),
        ["not-found"] = () => new(new NoticeView(NoticeKind.NotFound), 404),
        ["misdirected"] = () => new(new NoticeView(NoticeKind.Misdirected), 421),
        ["too-many-requests"] = () => new(new NoticeView(NoticeKind.TooManyRequests) { RetryAfter = TimeSpan.FromMinutes(2) }, 429),
        ["busy"] = () => new(new NoticeView(NoticeKind.Busy) { RetryAfter = TimeSpan.FromSeconds(5) }, 503),
        ["failed"] = () => new(new NoticeView(NoticeKind.Failed) { Reference = "0HNH5JQ2T3KPA" }, 500),
        ["demo"] = () => new(new DemoView("/gallery")),
        ["demo-refused"] = () => new(new DemoView("/gallery") { Refused = Hostile }),
        ["demo-signed-in"] = () => new(new DemoView("/gallery") { Claims = Json, UserInfo = Json, MayRefresh = true }),
        ["demo-without-userinfo"] = () => new(new DemoView("/gallery") { Claims = Json }),
        ["demo-spa"] = () => new(new DemoSpaView("0a1b2c3d4e5f60718293a4b5c6d7e8f9", "http://127.0.0.1:9/oidc")),
    };

    /// <summary>Text of a stranger wherever text of a stranger can stand.</summary>
    public static string Hostile => "\"><svg onload=alert(1)>{{7*7}}'-alert(1)-'" + new string('W', 60);

    private static string Json => $$"""
        {
          "sub": "5f2b6a0c9d7e4f0a8b1c2d3e4f5a6b7c",
          "name": "{{Hostile}}"
        }
        """;

    private static AccountChooserView Accounts => new()
    {
        Action = Action,
        Ticket = "ticket",
        ApplicationName = "Network Notes",
        Accounts = [new("1", Ada), new("2", new("赵 敏", "zhao.min@example.cn")), new("3", new("+86 138 0013 8000", "+86 138 0013 8000")), new("4", new("Bartholomew Featherstonehaugh-Cholmondeley", "bartholomew.featherstonehaugh-cholmondeley@very-long-company-name.example.com"))],
    };

    private static ConsentView Consent => new()
    {
        Action = Action,
        Ticket = "ticket",
        Version = "7",
        ApplicationName = "Network Notes",
        Account = Ada,
        ReturnHost = "notes.example",
        Scopes =
        [
            new("openid", []), new("profile", ["Ada Lovelace", "10 December 1815", "en-GB"]), new("email", ["ada@example.com"]), new("phone", ["+44 20 7946 0999"]), new("address", []),
            new("roles", ["editor", "reviewer"]), new("offline_access", []), new("orders:read", []),
        ],
        Claims = [new("birthdate", "1815-12-10"), new("middle_name", null)],
    };

    private static NearestRedirect? Nearest => RedirectComparison.Nearest(["https://notes.example/callback", "http://localhost:3000/cb"], "http://Notes.example:8443/callback/");

    private static ErrorView WrongRedirect => new()
    {
        Reason = "redirect_uri_unregistered",
        ApplicationName = "Network Notes",
        Error = "invalid_request",
        Reference = "0HNH5JQ2T3KPA:00000001",
        At = new DateTimeOffset(2026, 11, 21, 12, 4, 11, TimeSpan.Zero),
        Sent = [new("client_id", "5f2b6a0c9d7e4f0a8b1c2d3e4f5a6b7c"), new("redirect_uri", "http://Notes.example:8443/callback/")],
    };

    private static ErrorView UnknownApplication => WrongRedirect with
    {
        Reason = "application_unknown",
        ApplicationName = null,
        Error = "unauthorized_client",
        Sent = [new("client_id", Hostile)],
    };

    private static SetUpDoneView SetUpDone => new("ada@example.com", "http://localhost:8080/oidc")
    {
        Users = [new("ada@demo.example", "ada-likes-engines"), new("bob@demo.example", "bob-likes-bridges")],
        Applications =
        [
            new("Demo web app", "5f2b6a0c9d7e4f0a8b1c2d3e4f5a6b7c", "/gallery/sign-in"), new("Demo SPA", "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "/gallery/sign-in"),
            new("Demo machine", "ffeeddccbbaa99887766554433221100", null),
        ],
        Machine = new("http://localhost:8080/apps/demo-machine/oidc", "00112233445566778899aabbccddeeff", "sk-of-the-demonstration", "demo-report:read demo-report:update"),
    };

    private static HostedPage Notice(NoticeKind kind) => new(new NoticeView(kind) { ApplicationName = "Network Notes" }, 400);
}
