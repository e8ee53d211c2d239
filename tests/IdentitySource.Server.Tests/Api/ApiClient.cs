using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentitySource.Management;
using IdentitySource.Management.ApiKeys;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>A program with a key of the management API.</summary>
internal sealed class ApiClient(HttpClient http, string? key)
{
    public string? Key => key;

    public static async Task<ApiClient> WithAsync(HostedServer server, IEnumerable<string>? scopes = null, Guid? poolId = null, int days = 30)
    {
        var pool = poolId ?? server.PoolId;
        scopes ??= ApiScopes.Of(operatorsPool: false).Select(scope => scope.Name);
        var made = await server.Services.GetRequiredService<CreateApiKey>().RunAsync(Actor.CommandLine, new NewApiKey(pool, "nightly", [.. scopes], days), default);
        Assert.Empty(made.Faults);
        return new ApiClient(server.Client(), made.Value!.Value);
    }

    public Task<ApiReply> GetAsync(string path) => SendAsync("GET", path);

    public Task<ApiReply> PostAsync(string path, string body = "{}", string? named = null) => SendAsync("POST", path, body, named);

    public Task<ApiReply> SendAsync(string method, string path, string? body = null, string? named = null, string? ifMatch = null, string type = "application/json")
    {
        HttpRequestMessage request = new(new HttpMethod(method), "/api/v3" + path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        if (named is not null)
        {
            request.Headers.Add("Idempotency-Key", named);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return SendAsync(request);
    }

    public async Task<ApiReply> SendAsync(HttpRequestMessage request)
    {
        using var sent = request;
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var response = await http.SendAsync(request);
        return new ApiReply((int)response.StatusCode, await response.Content.ReadAsStringAsync())
        {
            Type = response.Content.Headers.ContentType?.MediaType,
            Headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        };
    }
}

internal sealed record ApiReply(int Status, string Body)
{
    public string? Type { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Reason => Json["reason"]?.GetValue<string>();

    public string this[string member] => Json[member]!.ToString();

    /// <summary>The fields that the problem names.</summary>
    public IEnumerable<string> Fields => Json["errors"] is JsonObject errors ? errors.Select(each => each.Key) : [];

    public IReadOnlyList<JsonNode> Items => [.. Json["items"]!.AsArray().Select(item => item!)];

    public ApiReply Is(int status)
    {
        Assert.True(Status == status, $"{Status}, not {status}: {Body}");
        return this;
    }
}
