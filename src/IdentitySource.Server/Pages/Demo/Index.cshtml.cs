using System.Text.Json;
using IdentitySource.Management.Setup;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Server.Demo;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Caching.Memory;

namespace IdentitySource.Server.Pages.Demo;

/// <summary>The demo application's own page: sign in, see the claims, refresh, sign out. What it keeps, it keeps in memory.</summary>
public sealed class IndexModel(DemoShop shop, IMemoryCache memory, CookieJar cookies) : PageModel
{
    private const string CookieName = "is-demo";

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public DemoTokens? Tokens { get; private set; }

    /// <summary>What /oidc/me says, indented JSON.</summary>
    public string? UserInfo { get; private set; }

    public string? Refused { get; private set; }

    public string Claims => Pretty(Tokens!.Claims);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await KeysAsync(cancel) is null)
        {
            return NotFound();
        }

        Tokens = Find<DemoTokens>("tokens");
        UserInfo = Tokens is null ? null : Pretty(await shop.UserInfoAsync(Tokens.AccessToken, cancel));
        return Page();
    }

    public async Task<IActionResult> OnGetCallbackAsync(string? code, string? state, string? error, CancellationToken cancel)
    {
        if (await KeysAsync(cancel) is not { } keys)
        {
            return NotFound();
        }

        // RFC 6749 §10.12: an answer that this browser did not ask for is none.
        if (Find<DemoSignIn>("sign-in") is not { } begun || state != begun.State || code is null)
        {
            Refused = error ?? "state";
            return Page();
        }

        Tokens = await shop.ExchangeAsync(keys, code, begun.Verifier, cancel);
        if (Tokens is null || JsonDocument.Parse(Tokens.Claims).RootElement.GetProperty("nonce").GetString() != begun.Nonce)
        {
            Refused = "token";
            Tokens = null;
            return Page();
        }

        Keep("tokens", Tokens);
        return LocalRedirect("~/demo/");
    }

    public async Task<IActionResult> OnPostSigninAsync(CancellationToken cancel)
    {
        if (await KeysAsync(cancel) is not { } keys)
        {
            return NotFound();
        }

        var begun = shop.Begin(keys);
        Keep("sign-in", begun);
        return GoOn(begun.Url);
    }

    public async Task<IActionResult> OnPostRefreshAsync(CancellationToken cancel)
    {
        if (await KeysAsync(cancel) is { } keys && Find<DemoTokens>("tokens")?.RefreshToken is { } refresh)
        {
            Tokens = await shop.RefreshAsync(keys, refresh, cancel);
            Keep("tokens", Tokens);
        }

        return GoOn($"{Request.PathBase}/demo/");
    }

    public IActionResult OnPostSignout()
    {
        var tokens = Find<DemoTokens>("tokens");
        Keep<DemoTokens>("tokens", null);
        return GoOn(tokens is null ? $"{Request.PathBase}/demo/" : shop.SignOutUrl(tokens.IdToken));
    }

    private static Instead GoOn(string location) => new(new HostedPage(new ContinueView(location, null)));

    private Task<DemoKeys?> KeysAsync(CancellationToken cancel) => shop.FindKeysAsync(Tenant.Of(HttpContext).Server.PoolId, cancel);

    private T? Find<T>(string what)
        where T : class => CookieJar.Read(Request, CookieName) is { } visitor ? memory.Get<T>($"demo {what} {visitor}") : null;

    private void Keep<T>(string what, T? value)
        where T : class
    {
        var visitor = CookieJar.Read(Request, CookieName) ?? TokenHandle.New().Value;
        cookies.Write(Response, CookieName, visitor, expires: null);
        memory.Set($"demo {what} {visitor}", value, Kept);
    }

    private static string Pretty(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, Indented);
}
