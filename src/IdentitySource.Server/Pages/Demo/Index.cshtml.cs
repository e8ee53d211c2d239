using System.Text.Json;
using IdentitySource.Management.Setup;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Server.Demo;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages.Demo;

/// <summary>The demo application's own page: sign in, see the claims, refresh, sign out. What it keeps, it keeps in memory.</summary>
public sealed class IndexModel(DemoShop shop, DemoMemory memory, CookieJar cookies) : PageModel
{
    private const int HandleLength = 43;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal DemoView? View { get; private set; }

    private string? Visitor => CookieJar.Read(Request, cookies.Demo) is { Length: HandleLength } visitor ? visitor : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await KeysAsync(cancel) is null)
        {
            return NotFound();
        }

        var tokens = Find<DemoTokens>();
        return Show(refused: null, tokens, tokens is null ? null : await shop.UserInfoAsync(tokens.AccessToken, cancel));
    }

    public async Task<IActionResult> OnGetCallbackAsync(string? code, string? state, string? error, CancellationToken cancel)
    {
        if (await KeysAsync(cancel) is not { } keys)
        {
            return NotFound();
        }

        // RFC 6749 §10.12: an answer that this browser did not ask for is none.
        if (Visitor is not { } visitor || Find<DemoSignIn>() is not { } begun || state != begun.State || code is null)
        {
            return Show(error ?? "state");
        }

        var tokens = await shop.ExchangeAsync(keys, code, begun.Verifier, cancel);
        if (tokens is null || JsonElement.Parse(tokens.Claims).GetProperty("nonce").GetString() != begun.Nonce)
        {
            return Show("token");
        }

        // The visitor gets a new name: whoever planted the old one must not read these tokens.
        memory.Forget<DemoSignIn>(visitor);
        memory.Keep(Name(), tokens);
        return LocalRedirect("~/demo/");
    }

    public async Task<IActionResult> OnPostSigninAsync(CancellationToken cancel)
    {
        if (await KeysAsync(cancel) is not { } keys)
        {
            return NotFound();
        }

        var begun = shop.Begin(keys);
        memory.Keep(Visitor ?? Name(), begun);
        return GoOn(begun.Url);
    }

    public async Task<IActionResult> OnPostRefreshAsync(CancellationToken cancel)
    {
        if (await KeysAsync(cancel) is { } keys && Visitor is { } visitor && Find<DemoTokens>()?.RefreshToken is { } refresh)
        {
            if (await shop.RefreshAsync(keys, refresh, cancel) is { } tokens)
            {
                memory.Keep(visitor, tokens);
            }
            else
            {
                memory.Forget<DemoTokens>(visitor);
            }
        }

        return GoOn($"{Request.PathBase}/demo/");
    }

    public IActionResult OnPostSignout()
    {
        if (Visitor is not { } visitor || Find<DemoTokens>() is not { } tokens)
        {
            return GoOn($"{Request.PathBase}/demo/");
        }

        memory.Forget<DemoTokens>(visitor);
        return GoOn(shop.SignOutUrl(tokens.IdToken));
    }

    private static Instead GoOn(string location) => new(new HostedPage(new ContinueView(location, null)));

    private PageResult Show(string? refused, DemoTokens? tokens = null, string? userInfo = null)
    {
        View = new DemoView($"{Request.PathBase}/demo")
        {
            Refused = refused,
            Claims = tokens is null ? null : Pretty(tokens.Claims),
            UserInfo = userInfo is null ? null : Pretty(userInfo),
            MayRefresh = tokens?.RefreshToken is not null,
        };
        return Page();
    }

    private Task<DemoKeys?> KeysAsync(CancellationToken cancel) => shop.FindKeysAsync(Tenant.Of(HttpContext).Server.PoolId, cancel);

    private T? Find<T>()
        where T : class => Visitor is { } visitor ? memory.Find<T>(visitor) : null;

    private string Name()
    {
        var visitor = TokenHandle.New().Value;
        cookies.Write(Response, cookies.Demo, visitor, expires: null);
        return visitor;
    }

    private static string Pretty(string json) => JsonSerializer.Serialize(JsonElement.Parse(json), Indented);
}
