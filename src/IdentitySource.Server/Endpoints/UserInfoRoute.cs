using IdentitySource.Protocol;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.UserInfo;
using IdentitySource.Server.Events;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Endpoints;

/// <summary>HTTP for the UserInfo endpoint; every rule is in <see cref="UserInfoEndpoint"/>.</summary>
internal static class UserInfoRoute
{
    private const string Scheme = "Bearer ";

    private const string Realm = "Bearer realm=\"oidc\"";

    public static void MapUserInfo(this IEndpointRouteBuilder address) =>
        address.MapMethods("/oidc/me", [HttpMethods.Get, HttpMethods.Post], HandleAsync).DisableAntiforgery().RequireCors(ProtocolCors.Policy);

    private static async Task HandleAsync(HttpContext http, UserInfoEndpoint endpoint, CancellationToken cancel)
    {
        ProtocolAnswers.NoStore(http);
        if ((await BearerAsync(http.Request, cancel)).Refused(out var error, out var token)
            || (await endpoint.HandleAsync(Tenant.Of(http).Server, token, cancel)).Refused(out error, out var answer))
        {
            Challenge(http, error);
            return;
        }

        http.Response.ContentType = "application/json";
        answer.WriteTo(http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(cancel);
    }

    /// <summary>
    /// RFC 6750 §2: header, form or query, and only one of them. The query is there because the product family's own SDKs use it;
    /// the answer is not cached and the address not logged.
    /// </summary>
    private static async ValueTask<Result<string?>> BearerAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.Headers.Authorization.Count > 1)
        {
            return ProtocolError.InvalidRequest("bearer_header_repeated", "The Authorization header was sent more than once.");
        }

        List<string> found = [];
        if (request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            // Another scheme is no bearer token: an empty one is found wanting where all are (RFC 6750 §3.1).
            found.Add(header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "");
        }

        if (RequestParameters.Parse(request.QueryString.Value).Refused(out var error, out var query))
        {
            return error;
        }

        found.AddRange(Tokens(query));
        if (HttpMethods.IsPost(request.Method) && request.ContentType is not null)
        {
            if ((await ProtocolForm.ReadAsync(request, cancel)).Refused(out error, out var form))
            {
                return error;
            }

            found.AddRange(Tokens(form));
        }

        return found.Count > 1
            ? ProtocolError.InvalidRequest("bearer_sent_twice", "The access token was sent more than once.")
            : found.FirstOrDefault();
    }

    private static IEnumerable<string> Tokens(RequestParameters parameters) =>
        parameters.All.Where(each => each.Key == "access_token").Select(each => each.Value);

    /// <summary>
    /// RFC 6750 §3: the challenge has one parameter at least and says what is wrong; a request without a token learns only the
    /// scheme and its realm.
    /// </summary>
    private static void Challenge(HttpContext http, ProtocolError error)
    {
        EventTrail.Of(http).Refused(http, error);
        http.Response.StatusCode = error.Status;
        http.Response.Headers.WWWAuthenticate = error.Code.Length == 0
            ? Realm
            : $"{Realm}, error=\"{error.Code}\", error_description=\"{error.Description}\"{(error.Status == 403 ? ", scope=\"openid\"" : "")}";
    }
}
