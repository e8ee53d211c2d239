using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IdentitySource.Management;
using IdentitySource.Management.Configuration;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace IdentitySource.Server.Api;

/// <summary>Reads what was posted: bounded, in the form that it is to have, and without a member that nobody asked for.</summary>
internal static class ApiBodyReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <returns>The call with its body, or what is wrong with it.</returns>
    public static async Task<(ApiCall Call, ApiProblem? Problem)> ReadAsync(ApiCall call, Endpoint endpoint)
    {
        var request = call.Http.Request;
        var type = endpoint.Metadata.GetMetadata<ApiAccepts>()?.RequestType;
        var longest = ApiMedia.LongestOf(type);
        var bytes = await BytesAsync(request, longest, call.Cancel);
        if (bytes is null)
        {
            return (call, new ApiProblem(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"A body has {longest} bytes at most."));
        }

        if (type is null)
        {
            return (call with { Posted = bytes }, bytes.Length == 0 ? null : ApiProblem.Malformed("body_unexpected", "body", "This takes no body."));
        }

        var taken = ApiMedia.TypesOf(type);
        if (!taken.Any(each => Is(request, each)))
        {
            return (call, new ApiProblem(StatusCodes.Status415UnsupportedMediaType, "body_no_json", $"The body has to be {string.Join(" or ", taken)}, in UTF-8."));
        }

        var (body, problem) = ApiMedia.IsFile(type) ? ParseFile(bytes) : Parse(bytes, ApiJson.Default.GetTypeInfo(type)!, HttpMethods.IsPatch(request.Method));
        return (call with { Body = body, Posted = bytes }, problem);
    }

    /// <param name="changes">Of a change, what is left out stays; a null says neither that nor what to do in its place.</param>
    internal static (object? Body, ApiProblem? Problem) Parse(byte[] bytes, JsonTypeInfo type, bool changes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, ApiProblem.Malformed("body_malformed", "body", "The body has to be one JSON object."));
            }

            List<Fault> faults = [.. Check(json.RootElement, type, changes)];
            if (faults.Count > 0)
            {
                return (null, new ApiProblem(StatusCodes.Status400BadRequest, faults[0].Reason, "The request cannot be understood.") { Faults = faults });
            }

            var body = JsonSerializer.Deserialize(bytes, type);
            return UnfitJson.HasNul(json.RootElement)
                ? (null, ApiProblem.Malformed("body_malformed", "body", "There is a NUL in a text of it, which no text here holds."))
                : (body, null);
        }
        catch (JsonException malformed)
        {
            return (null, malformed.Path is ['$', '.', ..] path
                ? ApiProblem.Malformed("member_malformed", path[2..], "This is not what this member takes; see the reference.")
                : ApiProblem.Malformed("body_malformed", "body", "This is not JSON, or it says something twice."));
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or ArgumentException)
        {
            // Half of a surrogate pair: JSON lets it be written, and no text holds it.
            return (null, ApiProblem.Malformed("body_malformed", "body", "A text in it is no Unicode."));
        }
    }

    private static IEnumerable<Fault> Check(JsonElement body, JsonTypeInfo type, bool changes)
    {
        var known = type.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        foreach (var member in body.EnumerateObject())
        {
            if (!known.ContainsKey(member.Name))
            {
                yield return new Fault(member.Name, "member_unknown", "There is no such member here.");
            }
            else if (member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Null))
            {
                // The serializer takes it whatever the type of the items says.
                yield return new Fault(member.Name, "member_malformed", "There is a null in the list.");
            }
            else if (changes && member.Value.ValueKind == JsonValueKind.Null)
            {
                yield return new Fault(member.Name, "member_null", "Leave it out to keep what is there; write an empty text or list to empty it.");
            }
        }

        foreach (var missing in known.Values.Where(property => property.IsRequired && !body.TryGetProperty(property.Name, out _)))
        {
            yield return new Fault(missing.Name, "member_missing", "This is needed.");
        }
    }

    /// <summary>A configuration file refuses what it does not know by itself, and says in which line.</summary>
    private static (object? Body, ApiProblem? Problem) ParseFile(byte[] bytes)
    {
        try
        {
            return ConfigurationFile.Read(Utf8.GetString(bytes)).Refused(out var faults, out var configuration)
                ? (null, ApiProblem.Malformed(faults[0].Reason, "body", faults[0].Message))
                : (configuration, null);
        }
        catch (DecoderFallbackException)
        {
            return (null, ApiProblem.Malformed("body_malformed", "body", "This is no UTF-8."));
        }
    }

    private static bool Is(HttpRequest request, string taken) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(taken, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null when there is more than anybody needs.</summary>
    private static async Task<byte[]?> BytesAsync(HttpRequest request, int longest, CancellationToken cancel)
    {
        if (request.ContentLength > longest)
        {
            return null;
        }

        // The server's own limit is for those whom nobody knows; here it is known who sends it, and that they may. It looks ahead of
        // what has been read, so it has to be the larger one for the refusal to be ours.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server && server.MaxRequestBodySize < longest)
        {
            server.MaxRequestBodySize = 2L * longest;
        }

        using MemoryStream read = new();
        var buffer = new byte[4096];
        int count;
        while ((count = await request.Body.ReadAsync(buffer, cancel)) > 0)
        {
            if (read.Length + count > longest)
            {
                return null;
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }
}
