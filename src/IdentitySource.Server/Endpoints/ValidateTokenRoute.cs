using System.Buffers;
using System.Text.Json;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Validation;
using IdentitySource.Server.Events;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Endpoints;

/// <summary>HTTP for the product family's <c>validate_token</c>; every rule is in <see cref="ValidateTokenEndpoint"/>.</summary>
internal static class ValidateTokenRoute
{
    public static void MapValidateToken(this IEndpointRouteBuilder address)
    {
        address.MapGet("/api/v2/oidc/validate_token", HandleAsync);
        address.MapGet("/api/oidc/validate_token", HandleAsync);
    }

    private static async Task HandleAsync(HttpContext http, ValidateTokenEndpoint endpoint, CancellationToken cancel)
    {
        ProtocolAnswers.NoStore(http);
        http.Response.ContentType = "application/json";
        var outcome = await endpoint.HandleAsync(Tenant.Of(http).Server, RequestParameters.Parse(http.Request.QueryString.Value), cancel);
        if (outcome.Refused(out var error, out var token))
        {
            EventTrail.Of(http).Refused(http, error);
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            WriteRefusal(http.Response.BodyWriter, error.Description);
        }
        else
        {
            token.WriteTo(http.Response.BodyWriter);
        }

        await http.Response.BodyWriter.FlushAsync(cancel);
    }

    private static void WriteRefusal(IBufferWriter<byte> body, string message)
    {
        using Utf8JsonWriter json = new(body);
        json.WriteStartObject();
        json.WriteNumber("code"u8, StatusCodes.Status400BadRequest);
        json.WriteString("message"u8, message);
        json.WriteEndObject();
    }
}
