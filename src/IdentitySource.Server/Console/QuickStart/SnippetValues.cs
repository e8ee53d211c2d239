using System.Globalization;
using IdentitySource.Management.Applications;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Console.QuickStart;

/// <summary>What an application puts into its snippets.</summary>
/// <param name="Texts">By the name of the placeholder.</param>
/// <param name="Flags">The sections that it has.</param>
internal sealed record SnippetValues(IReadOnlyDictionary<string, string> Texts, IReadOnlySet<string> Flags)
{
    /// <summary>In place of the secret, where it is not to be read.</summary>
    public const string Mask = "••••••••••••••••";

    private const string Scope = "openid profile email";

    /// <param name="secret">Null for the mask.</param>
    public static SnippetValues Of(ApplicationDetail application, AddressPlan plan, string? secret)
    {
        var issuer = AddressPlan.Issuer(plan.ApplicationAddress(application.Address));
        var callback = application.RedirectUris.FirstOrDefault("");
        var parsed = Uri.TryCreate(callback, UriKind.Absolute, out var absolute) && absolute.AbsolutePath.StartsWith('/') ? absolute : null;
        Dictionary<string, string> texts = new()
        {
            ["name"] = application.Name,
            ["issuer"] = issuer,
            ["discovery"] = issuer + "/.well-known/openid-configuration",
            ["client_id"] = application.ClientId,
            ["secret"] = secret ?? Mask,
            ["redirect_uri"] = callback,
            ["redirect_path"] = parsed?.AbsolutePath ?? "/callback",
            ["port"] = parsed is { IsLoopback: true } ? parsed.Port.ToString(CultureInfo.InvariantCulture) : "3000",
            ["scope"] = Scope,
            ["scope_list"] = Scope.Replace(' ', ','),
            ["authorize_url"] = $"{issuer}/auth?response_type=code&client_id={application.ClientId}&redirect_uri={Uri.EscapeDataString(callback)}&scope={Uri.EscapeDataString(Scope)}",
        };
        return new SnippetValues(texts, FlagsOf(application, issuer));
    }

    private static HashSet<string> FlagsOf(ApplicationDetail application, string issuer)
    {
        (string Flag, bool Has)[] flags =
        [
            ("secret", application.TokenAuthentication != "none"),
            ("post", application.TokenAuthentication == "client_secret_post"),
            ("basic", application.TokenAuthentication == "client_secret_basic"),
            ("none", application.TokenAuthentication == "none"),
            ("hs256", SnippetCatalogue.SignsWithSecret(application)),
            ("insecure", issuer.StartsWith("http://", StringComparison.Ordinal)),
            ("redirect", application.RedirectUris.Count > 0),
        ];
        return [.. flags.Where(each => each.Has).Select(each => each.Flag)];
    }
}
