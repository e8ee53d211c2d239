using System.Buffers;
using System.Text;
using System.Text.Json;
using IdentitySource.Management.Applications;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Token;
using IdentitySource.Protocol.UserInfo;
using IdentitySource.Server.Console.Inspection;
using IdentitySource.Server.Events;

namespace IdentitySource.Server.Console.Tries;

/// <summary>
/// Takes the answer of a tried sign-in to its end as the application would: the code to the token endpoint, with the application's own
/// way of proving itself, then the access token to userinfo. Both endpoints are asked in process, and judge as they always do.
/// </summary>
public sealed class TryRun(TokenEndpoint tokenEndpoint, UserInfoEndpoint userInfo, TokenInspector inspector, TryApplication application, EventTrail trail, TimeProvider clock)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<TryOutcome> RunAsync(HttpContext http, TriedApplication tried, PendingTry pending, IReadOnlyDictionary<string, string> answer, CancellationToken cancel)
    {
        TryOutcome outcome = new(pending, answer);
        if (answer.TryGetValue("code", out var code))
        {
            outcome = await ExchangeAsync(http, tried, outcome, code, cancel);
        }

        outcome = outcome with
        {
            Tokens =
            [
                .. await InspectAsync(tried, "Front", answer.GetValueOrDefault("id_token"), answer.GetValueOrDefault("access_token"), cancel),
                .. await InspectAsync(tried, "Back", outcome.Issued?.IdToken, outcome.Issued?.AccessToken, cancel),
            ],
            Checks = [.. TryChecks.Of(tried.Server, pending, answer, outcome.Issued)],
        };
        return (outcome.Issued?.AccessToken ?? answer.GetValueOrDefault("access_token")) is { } accessToken
            ? await AskUserInfoAsync(tried, outcome, accessToken, cancel)
            : outcome;
    }

    private async Task<TryOutcome> ExchangeAsync(HttpContext http, TriedApplication tried, TryOutcome outcome, string code, CancellationToken cancel)
    {
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = outcome.Pending.Parameters["redirect_uri"],
        };
        if (outcome.Pending.Verifier is { } verifier)
        {
            form["code_verifier"] = verifier;
        }

        var method = tried.Application.TokenAuthentication;
        outcome = outcome with { Exchange = Curl.Token(tried.Server.Issuer + "/token", form, tried.Application.ClientId, method) };
        var secret = method == "none" ? null : await application.SecretAsync(tried.Pool.Id, tried.Application.ClientId, cancel);
        var answered = await tokenEndpoint.HandleAsync(tried.Server, Request(http, form, tried.Application.ClientId, method, secret?.Value), cancel);
        if (answered.Refused(out var error, out var issued))
        {
            trail.Refused(http, error, tried.Application.Id, tried.Pool.Id);
            return outcome with { ExchangeRefusal = error };
        }

        trail.TokenIssued(http, issued, tried.Pool.Id);
        return outcome with { Issued = issued.Response, ExchangeAnswer = Pretty(JsonSerializer.SerializeToElement(issued.Response, ProtocolJson.Default.TokenResponse)) };
    }

    /// <summary>RFC 6749 §2.3.1, as the setting of the application has it.</summary>
    private static ClientRequest Request(HttpContext http, Dictionary<string, string> form, string clientId, string method, string? secret)
    {
        var basic = method == "client_secret_basic";
        IEnumerable<KeyValuePair<string, string>> own = basic ? [] : secret is null ? [new("client_id", clientId)] : [new("client_id", clientId), new("client_secret", secret)];
        var header = basic ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{Uri.EscapeDataString(secret ?? "")}")) : null;
        return new ClientRequest(RequestParameters.Of(form.Concat(own)), header) { Peer = http.Connection.RemoteIpAddress };
    }

    private async Task<TryOutcome> AskUserInfoAsync(TriedApplication tried, TryOutcome outcome, string accessToken, CancellationToken cancel)
    {
        if ((await userInfo.HandleAsync(tried.Server, accessToken, cancel)).Refused(out var error, out var person))
        {
            return outcome with { UserInfoRefusal = error };
        }

        ArrayBufferWriter<byte> body = new();
        person.WriteTo(body);
        return outcome with { UserInfo = Pretty(JsonElement.Parse(body.WrittenSpan)) };
    }

    private async Task<List<TriedToken>> InspectAsync(TriedApplication tried, string way, string? idToken, string? accessToken, CancellationToken cancel)
    {
        List<TriedToken> tokens = [];
        foreach (var text in new[] { idToken, accessToken })
        {
            if (text is not null)
            {
                tokens.Add(new TriedToken(way, await inspector.RunAsync(tried.Pool, text, clock.GetUtcNow(), cancel)));
            }
        }

        return tokens;
    }

    private static string Pretty(JsonElement json)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter writer = new(body, Indented))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(body.WrittenSpan);
    }
}

/// <summary>Whose sign-in is tried, and where.</summary>
public sealed record TriedApplication(PoolSummary Pool, ApplicationDetail Application, AuthorizationServer Server);
