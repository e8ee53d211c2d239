using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using IdentitySource.Management.Setup;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Demo;

/// <summary>
/// The relying party behind the demo web application: it signs people in as any application would, over HTTP and by the public
/// contract alone. It exists only where somebody has added the demo data.
/// </summary>
public sealed class DemoShop(IHttpClientFactory clients, FindDemo demo, AddressPlan plan)
{
    /// <summary>The address of the application that the demo data create.</summary>
    public const string Address = AddDemo.WebAddress;

    public const string HttpClientName = "demo";

    private string Issuer => plan.ApplicationAddress(Address) + "/oidc";

    private string RedirectUri => plan.PublicOrigin + "/demo/callback";

    /// <summary>The application's own keys, or null when there are no demo data.</summary>
    public Task<DemoKeys?> FindKeysAsync(Guid poolId, CancellationToken cancel) => demo.WebAsync(poolId, cancel);

    /// <summary>The <c>client_id</c> of the demonstration's single-page application; null when there are no demo data.</summary>
    public Task<string?> FindSpaAsync(Guid poolId, CancellationToken cancel) => demo.SpaAsync(poolId, cancel);

    /// <summary>A new sign-in: the address to go to, and what has to be remembered until the answer comes.</summary>
    public DemoSignIn Begin(DemoKeys keys)
    {
        var (state, nonce, verifier) = (Random(), Random(), Random());
        var url = $"{Issuer}/auth?client_id={keys.ClientId}&redirect_uri={Uri.EscapeDataString(RedirectUri)}&response_type=code"
            + $"&scope={Uri.EscapeDataString("openid profile email offline_access")}&prompt=consent&state={state}&nonce={nonce}"
            + $"&code_challenge={Pkce.Challenge(verifier)}&code_challenge_method=S256";
        return new DemoSignIn(url, state, nonce, verifier);
    }

    public Task<DemoTokens?> ExchangeAsync(DemoKeys keys, string code, string verifier, CancellationToken cancel) => TokenAsync(keys, new()
    {
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = RedirectUri,
        ["code_verifier"] = verifier,
    }, cancel);

    public Task<DemoTokens?> RefreshAsync(DemoKeys keys, string refreshToken, CancellationToken cancel) => TokenAsync(keys, new()
    {
        ["grant_type"] = "refresh_token",
        ["refresh_token"] = refreshToken,
    }, cancel);

    /// <summary>JSON; null when the server refused, because the person was blocked for example, or could not be reached.</summary>
    public async Task<string?> UserInfoAsync(string accessToken, CancellationToken cancel)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Issuer + "/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await SendAsync(request, cancel);
        return response is { IsSuccessStatusCode: true } ? await response.Content.ReadAsStringAsync(cancel) : null;
    }

    public string SignOutUrl(string idToken) =>
        $"{Issuer}/session/end?id_token_hint={idToken}&post_logout_redirect_uri={Uri.EscapeDataString(plan.PublicOrigin + "/demo/")}";

    /// <summary>
    /// Null when the server refused or could not be reached. OIDC Core §3.1.3.7 item 6: a token that comes straight from the token endpoint may be
    /// trusted for the connection's sake, so its payload is read without checking the signature.
    /// </summary>
    private async Task<DemoTokens?> TokenAsync(DemoKeys keys, Dictionary<string, string> form, CancellationToken cancel)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Issuer + "/token") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{keys.ClientId}:{Uri.EscapeDataString(keys.Secret)}")));
        using var response = await SendAsync(request, cancel);
        if (response is not { IsSuccessStatusCode: true })
        {
            return null;
        }

        using var body = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancel));
        var idToken = body.RootElement.GetProperty("id_token").GetString()!;
        return new DemoTokens(
            body.RootElement.GetProperty("access_token").GetString()!,
            idToken,
            body.RootElement.TryGetProperty("refresh_token", out var refresh) ? refresh.GetString() : null,
            System.Text.Encoding.UTF8.GetString(Base64Url.DecodeFromChars(idToken.Split('.')[1])));
    }

    /// <summary>Null when our own address cannot be reached from here: <c>*.localhost</c> has an address in browsers alone.</summary>
    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            return await clients.CreateClient(HttpClientName).SendAsync(request, cancel);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

public sealed record DemoSignIn(string Url, string State, string Nonce, string Verifier);

/// <param name="Claims">The ID token's payload, JSON.</param>
public sealed record DemoTokens(string AccessToken, string IdToken, string? RefreshToken, string Claims);
