using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Api;

/// <summary>
/// A POST that names itself by <c>Idempotency-Key</c> is done once: the same again gets the same answer for a day. What was refused
/// has done nothing, so it is forgotten and may be tried again. What broke may have done its work all the same: it is not done
/// again, and whoever asks is told to look.
/// </summary>
internal sealed class ApiReplay(ApiAnswerStore answers)
{
    private const string Header = "Idempotency-Key";

    private const int LongestName = 255;

    public async Task RunAsync(ApiCall call, RequestDelegate next)
    {
        var http = call.Http;
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.Headers[Header] is not { Count: > 0 } given)
        {
            await next(http);
            return;
        }

        if (given is not [{ Length: > 0 and <= LongestName } text] || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            await ApiProblem.Malformed("idempotency_key_malformed", Header, $"It has 1 to {LongestName} visible ASCII characters.").ExecuteAsync(http);
            return;
        }

        ApiRequestName name = new(call.PoolId, call.Key.Id, SHA256.HashData(Encoding.ASCII.GetBytes(text)));

        // Whoever hangs up while this is written would leave a name that is neither done nor free.
        await (await answers.BeginAsync(name, Fingerprint(call), CancellationToken.None) switch
        {
            ApiAnswerState.First => RunAsync(http, name, next),
            ApiAnswerState.Known known => RepeatAsync(http, known.Answer),
            ApiAnswerState.Other => new ApiProblem(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", "This idempotency key was used for another request.").ExecuteAsync(http),
            _ => new ApiProblem(
                StatusCodes.Status409Conflict, "idempotency_in_progress", "The request of this idempotency key is still running, or it is not known how it ended: look whether it was done.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            }.ExecuteAsync(http),
        });
    }

    private async Task RunAsync(HttpContext http, ApiRequestName name, RequestDelegate next)
    {
        var (wire, gone) = (http.Response.Body, http.RequestAborted);
        using MemoryStream written = new();
        http.Response.Body = written;

        // A client that does not stay to hear the answer will ask for it again: there has to be one.
        http.RequestAborted = CancellationToken.None;
        try
        {
            await next(http);
        }
        finally
        {
            (http.Response.Body, http.RequestAborted) = (wire, gone);
        }

        var response = http.Response;
        if (response.StatusCode is >= 200 and < 300)
        {
            StoredAnswer answer = new(response.StatusCode, written.ToArray(), response.Headers.Location, response.Headers.ETag, response.ContentType);

            // Whoever asked may be gone by now; what was done is remembered all the same.
            await answers.KeepAsync(name, JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Default.StoredAnswer), CancellationToken.None);
        }
        else if (IsRefusal(response.StatusCode))
        {
            await answers.ForgetAsync(name, CancellationToken.None);
        }

        written.Position = 0;
        await written.CopyToAsync(wire, http.RequestAborted);
    }

    /// <summary>A "no" that was meant: the operation looked and did nothing, or was too busy to begin.</summary>
    private static bool IsRefusal(int status) => status is (>= 400 and < 500) or StatusCodes.Status503ServiceUnavailable;

    private static async Task RepeatAsync(HttpContext http, byte[] stored)
    {
        var answer = JsonSerializer.Deserialize(stored, ApiJson.Default.StoredAnswer)!;
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.Headers.Location = answer.Location;
        response.Headers.ETag = answer.ETag;
        response.Headers["Idempotent-Replayed"] = "true";
        response.ContentType = answer.ContentType;
        await response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    /// <summary>The body as it was sent: a client that repeats itself sends the same bytes.</summary>
    private static byte[] Fingerprint(ApiCall call)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{call.Http.Request.Path}{call.Http.Request.QueryString}\n"));
        hash.AppendData(call.Posted.Span);
        return hash.GetHashAndReset();
    }
}

internal sealed record StoredAnswer(int Status, byte[] Body, string? Location = null, string? ETag = null, string? ContentType = null);
