using IdentitySource.Management.Applications;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Tokens;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>For whom a preview is, and what the application would ask.</summary>
public sealed class PreviewForm
{
    /// <summary>An id, or what a search finds one person by.</summary>
    [FromQuery(Name = "user")]
    public string? User { get; set; }

    [FromQuery(Name = "response_type")]
    public string? ResponseType { get; set; }

    [FromQuery(Name = "scope")]
    public string? Scope { get; set; } = "openid profile email";

    [FromQuery(Name = "prompt")]
    public string? Prompt { get; set; }

    [FromQuery(Name = "claims")]
    public string? Claims { get; set; }

    /// <summary>The request as an application would send it: state, nonce and PKCE stand for those of a real one.</summary>
    internal RequestParameters Parameters(ApplicationDetail application)
    {
        Dictionary<string, string?> parameters = new()
        {
            ["client_id"] = application.ClientId,
            ["redirect_uri"] = application.RedirectUris is [var first, ..] ? first : null,
            ["response_type"] = ResponseType ?? "code",
            ["scope"] = Scope,
            ["prompt"] = Prompt,
            ["claims"] = Claims,
            ["state"] = "preview",
            ["nonce"] = "preview",
        };
        if (ResponseType?.Contains("code", StringComparison.Ordinal) ?? true)
        {
            parameters["code_challenge"] = Pkce.Challenge("preview");
            parameters["code_challenge_method"] = "S256";
        }

        return RequestParameters.Of(parameters.Where(each => !string.IsNullOrWhiteSpace(each.Value)).Select(each => KeyValuePair.Create(each.Key, each.Value!.Trim())));
    }
}
