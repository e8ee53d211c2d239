using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.TestKit.Http;

/// <summary>An application that signs people in: what a developer's own code would do, step by step.</summary>
public sealed class RelyingParty(HttpClient http, RelyingPartyKeys keys)
{
    public RelyingPartyKeys Keys { get; } = keys;

    /// <summary>The verifier of the latest request.</summary>
    public string Verifier { get; private set; } = "";

    public string Scope { get; set; } = "openid profile email";

    /// <summary>The address to send a person to. A null value leaves a parameter out.</summary>
    public string AuthorizeUrl(params (string Name, string? Value)[] changes)
    {
        Verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Dictionary<string, string?> parameters = new()
        {
            ["client_id"] = Keys.ClientId,
            ["redirect_uri"] = Keys.RedirectUri,
            ["response_type"] = "code",
            ["scope"] = Scope,
            ["state"] = "S0",
            ["nonce"] = "N0",
            ["code_challenge"] = Pkce.Challenge(Verifier),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        var query = parameters.Where(each => each.Value is not null).Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value!)}");
        return $"{Keys.Issuer}/auth?{string.Join('&', query)}";
    }

    public Task<Answer> ExchangeAsync(string code, params (string Name, string? Value)[] changes) =>
        TokenAsync([("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Keys.RedirectUri), ("code_verifier", Verifier), .. changes]);

    public Task<Answer> RefreshAsync(string refreshToken, params (string Name, string? Value)[] changes) =>
        TokenAsync([("grant_type", "refresh_token"), ("refresh_token", refreshToken), .. changes]);

    public Task<Answer> TokenAsync(params (string Name, string? Value)[] fields) => PostAsync("/token", fields);

    public Task<Answer> IntrospectAsync(string token) => PostAsync("/token/introspection", [("token", token)]);

    public Task<Answer> RevokeAsync(string token) => PostAsync("/token/revocation", [("token", token)]);

    public async Task<Answer> UserInfoAsync(string accessToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Keys.Issuer + "/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await Answer.OfAsync(await http.SendAsync(request));
    }

    /// <summary>A back-channel request with this application's own way of proving itself.</summary>
    public async Task<Answer> PostAsync(string path, IEnumerable<(string Name, string? Value)> fields)
    {
        Dictionary<string, string> form = [];
        foreach (var (name, value) in Keys.Method == "client_secret_basic" ? fields : fields.Prepend(("client_id", Keys.ClientId)))
        {
            form.Remove(name);
            if (value is not null)
            {
                form[name] = value;
            }
        }

        if (Keys.Method == "client_secret_post")
        {
            form["client_secret"] = Keys.Secret!;
        }

        using HttpRequestMessage request = new(HttpMethod.Post, Keys.Issuer + path) { Content = new FormUrlEncodedContent(form) };
        if (Keys.Method == "client_secret_basic")
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Keys.ClientId}:{Uri.EscapeDataString(Keys.Secret!)}")));
        }

        return await Answer.OfAsync(await http.SendAsync(request));
    }
}

/// <summary>What a developer copies from the console.</summary>
public sealed record RelyingPartyKeys(string Issuer, string ClientId, string? Secret, string Method, string RedirectUri);

/// <summary>An answer of the back channel.</summary>
public sealed record Answer(HttpResponseMessage Response, string Body)
{
    public int Status => (int)Response.StatusCode;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>A member as text, or null when it is not there.</summary>
    public string? this[string member] => Body.Length > 0 && Json.TryGetProperty(member, out var value) ? value.ToString() : null;

    public string? Error => this["error"];

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new(response, await response.Content.ReadAsStringAsync());
}
