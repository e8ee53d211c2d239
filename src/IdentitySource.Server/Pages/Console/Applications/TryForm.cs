using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>How a sign-in is to be tried.</summary>
public sealed class TryForm
{
    [FromForm(Name = "response_type")]
    public string? ResponseType { get; set; }

    [FromForm(Name = "scope")]
    public string? Scope { get; set; }

    [FromForm(Name = "prompt")]
    public string? Prompt { get; set; }

    [FromForm(Name = "response_mode")]
    public string? ResponseMode { get; set; }

    /// <summary><c>S256</c>, <c>plain</c> or <c>none</c>.</summary>
    [FromForm(Name = "pkce")]
    public string? Pkce { get; set; }

    [FromForm(Name = "nonce")]
    public bool Nonce { get; set; }

    /// <summary>The parameters as they are sent, with a new state and nonce, and the verifier that stays here.</summary>
    internal (Dictionary<string, string> Parameters, string? Verifier) Request(string clientId, string callback)
    {
        Dictionary<string, string> parameters = new()
        {
            ["client_id"] = clientId,
            ["redirect_uri"] = callback,
            ["response_type"] = ResponseType ?? "code",
            ["scope"] = Scope ?? "",
            ["state"] = Random(),
        };
        if (Nonce)
        {
            parameters["nonce"] = Random();
        }

        foreach (var (name, value) in new[] { ("prompt", Prompt), ("response_mode", ResponseMode) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                parameters[name] = value;
            }
        }

        if (Pkce is not ("S256" or "plain"))
        {
            return (parameters, null);
        }

        var verifier = Random();
        parameters["code_challenge"] = Pkce == "S256" ? IdentitySource.Protocol.Tokens.Pkce.Challenge(verifier) : verifier;
        parameters["code_challenge_method"] = Pkce;
        return (parameters, verifier);
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
