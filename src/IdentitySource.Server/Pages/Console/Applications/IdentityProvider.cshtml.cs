using IdentitySource.Management.Applications;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Enable identity provider</i>: the OAuth 2.0 provider beside the OpenID one.</summary>
public sealed class IdentityProviderModel(FindApplication find, SetOAuthProvider set, AddressPlan plan) : ApplicationTab(find)
{
    public static IReadOnlyList<string> Modes { get; } = [.. ConfigurationModel.Modes.Where(ProtocolCatalog.OAuthGrantTypes.Contains)];

    /// <summary>Null where the provider can be switched on.</summary>
    public string? WhyNot => Application.Policy.OAuth is null ? new SettingLimits(Application, Text).WhyNoProvider : null;

    /// <summary>As it is, or as it would begin.</summary>
    public OAuthProvider Provider => Application.Policy.OAuth ?? new OAuthProvider();

    public IEnumerable<PickOption> Methods =>
        ConfigurationModel.VerificationMethods.Select(method => new PickOption(method, method));

    public IReadOnlyList<PublishedEndpoint> Endpoints => PublishedEndpoint.OfOAuth(plan.ApplicationAddress(Application.Address));

    protected override string Tab => "identity-provider";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAsync(ProviderForm form, CancellationToken cancel) =>
        await AfterAsync(await set.RunAsync(Actor, Pool.Id, Key, form.Provider, cancel, form.Version), "application_saved", cancel);
}

/// <summary>The card <i>OAuth2.0 Identity Provider</i>, as it is posted.</summary>
public sealed record ProviderForm
{
    public long Version { get; init; }

    public bool Enable { get; init; }

    [FromForm(Name = "oauth_grant_types")]
    public List<string> Modes { get; init; } = [];

    [FromForm(Name = "oauth_introspection")]
    public string? Introspection { get; init; }

    [FromForm(Name = "oauth_revocation")]
    public string? Revocation { get; init; }

    internal OAuthProvider? Provider => Enable
        ? new OAuthProvider { GrantTypes = Modes, IntrospectionAuthentication = Introspection ?? "", RevocationAuthentication = Revocation ?? "" }
        : null;
}
