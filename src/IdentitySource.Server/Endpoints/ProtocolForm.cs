using System.Buffers;
using IdentitySource.Protocol;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using Microsoft.Net.Http.Headers;

namespace IdentitySource.Server.Endpoints;

/// <summary>Reads the form of a protocol request, once: RFC 6749 §3.2 and appendix B.</summary>
internal static class ProtocolForm
{
    /// <summary>Bytes. No honest request comes near.</summary>
    public const int Longest = 64 * 1024;

    /// <summary>The form with the <c>Authorization</c> header: what proves the application. Parameters in the URL are refused (§2.3.1).</summary>
    public static async ValueTask<Result<ClientRequest>> ReadClientRequestAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.QueryString.HasValue)
        {
            return ProtocolError.InvalidRequest("parameters_in_query", "Parameters belong in the request body: secrets must not stand in URLs (RFC 6749 section 2.3.1).");
        }

        if (request.Headers.Authorization.Count > 1)
        {
            return ProtocolError.InvalidRequest("authorization_header_repeated", "The Authorization header was sent more than once.");
        }

        return (await ReadAsync(request, cancel)).Refused(out var error, out var parameters)
            ? error
            : new ClientRequest(parameters, request.Headers.Authorization.Count == 0 ? null : request.Headers.Authorization.ToString())
            {
                Peer = request.HttpContext.Connection.RemoteIpAddress,
            };
    }

    public static async ValueTask<Result<RequestParameters>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.HttpContext.Features.Get<ReadForm>() is { } known)
        {
            return known.Parameters;
        }

        var parameters = await ReadOrRefuseAsync(request, cancel);
        request.HttpContext.Features.Set(new ReadForm(parameters));
        return parameters;
    }

    /// <summary>A body that breaks off, is framed wrongly or comes too slowly is the sender's fault. Not every such exception has a status.</summary>
    private static async ValueTask<Result<RequestParameters>> ReadOrRefuseAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await ReadOnceAsync(request, cancel);
        }
        catch (IOException unreadable)
        {
            return ProtocolError.InvalidRequest("body_unreadable", "The body could not be read: it is malformed, incomplete or too slow.") with
            {
                Status = (unreadable as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest,
            };
        }
    }

    private static async ValueTask<Result<RequestParameters>> ReadOnceAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!IsForm(request.ContentType))
        {
            return ProtocolError.InvalidRequest("content_type_not_form", "The body must be application/x-www-form-urlencoded in UTF-8.") with { Status = 415 };
        }

        if (request.ContentLength > Longest)
        {
            return TooLarge();
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancel);
            if (read.Buffer.Length > Longest)
            {
                reader.AdvanceTo(read.Buffer.End);
                return TooLarge();
            }

            if (read.IsCompleted)
            {
                var parameters = read.Buffer.IsSingleSegment
                    ? RequestParameters.Parse(read.Buffer.FirstSpan)
                    : RequestParameters.Parse(read.Buffer.ToArray().AsSpan());
                reader.AdvanceTo(read.Buffer.End);
                return parameters;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsForm(string? contentType) =>
        contentType is "application/x-www-form-urlencoded"
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && type.Parameters.All(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    private static ProtocolError TooLarge() =>
        ProtocolError.InvalidRequest("body_too_large", $"The body is longer than {Longest} bytes.") with { Status = 413 };

    /// <summary>CORS looks at the form before the route does; the body can be read only once.</summary>
    private sealed record ReadForm(Result<RequestParameters> Parameters);
}
