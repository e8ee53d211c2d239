using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Configuration</i>: each card is a form and an operation of its own.</summary>
public sealed class ConfigurationModel(FindApplication find, UpdateApplication update, AddressPlan plan) : ApplicationTab(find)
{
    /// <summary>In the order of the documentation; which there are is the catalog's to say.</summary>
    public static IReadOnlyList<string> Modes { get; } =
        InOrder(ProtocolCatalog.GrantTypes, "authorization_code", "implicit", "refresh_token", "password", "client_credentials");

    public static IReadOnlyList<string> ReturnTypes { get; } =
        InOrder(ProtocolCatalog.ResponseTypes, "code id_token token", "code id_token", "code token", "code", "id_token token", "id_token", "none");

    public static IReadOnlyList<string> VerificationMethods { get; } =
        InOrder(ProtocolCatalog.ClientAuthenticationMethods, "client_secret_post", "client_secret_basic", "none");

    public string Home => plan.ApplicationAddress(Application.Address);

    public IReadOnlyList<PublishedEndpoint> Endpoints => PublishedEndpoint.OfOpenId(Home);

    public IEnumerable<(string Name, TimeSpan Value)> Lifetimes =>
    [
        ("code_lifetime", Application.Policy.CodeLifetime), ("id_token_lifetime", Application.Policy.IdTokenLifetime),
        ("access_token_lifetime", Application.Policy.AccessTokenLifetime), ("refresh_token_lifetime", Application.Policy.RefreshTokenLifetime),
        ("refresh_absolute_lifetime", Application.Policy.RefreshAbsoluteLifetime), ("refresh_reuse_window", Application.Policy.RefreshReuseWindow),
    ];

    public SettingLimits Limits => new(Application, Text);

    public IEnumerable<(string Name, string Method)> Verification =>
    [
        ("token_authentication", Application.TokenAuthentication), ("introspection_authentication", Application.IntrospectionAuthentication),
        ("revocation_authentication", Application.RevocationAuthentication),
    ];

    public IEnumerable<PickOption> IdTokenAlgorithms =>
    [
        new("RS256", "RS256"), new("HS256", "HS256", Disabled: !Limits.MaySignWithSecret), new("ES256", "ES256"),
    ];

    public IEnumerable<PickOption> AccessTokenAlgorithms => [new("RS256", "RS256"), new("ES256", "ES256")];

    public IEnumerable<PickOption> TokenFormats => Enum.GetNames<AccessTokenFormat>().Select(name => new PickOption(name, Text["TokenFormat." + name]));

    public IEnumerable<PickOption> ClaimsFormats => Enum.GetNames<ClaimsFormat>().Select(name => new PickOption(name, Text["ClaimsFormat." + name]));

    protected override string Tab => "";

    /// <summary>Those that cannot be are there, and cannot be chosen.</summary>
    public IEnumerable<PickOption> Methods(string setting) => VerificationMethods.Select(method => new PickOption(method, method, Limits.Excludes(setting, method)));

    /// <summary>The modes that another mode works with only when they are ticked, any of them; null where it works alone.</summary>
    public static string? NeedsOfMode(string mode) => mode == "refresh_token" ? "authorization_code|password" : null;

    /// <summary>The modes that a return type works with only when they are ticked; for <c>none</c> either.</summary>
    public static string NeedsOf(string returnType) => new ResponseType(returnType) switch
    {
        { HasCode: true, HasToken: true } => "authorization_code implicit",
        { HasCode: true } => "authorization_code",
        { HasToken: true } => "implicit",
        _ => "authorization_code|implicit",
    };

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public Task<IActionResult> OnPostBasicAsync(BasicForm form, CancellationToken cancel) => SaveAsync(form.Over(Settings(form.Version)), cancel);

    public Task<IActionResult> OnPostUrlsAsync(UrlForm form, CancellationToken cancel) => SaveAsync(form.Over(Settings(form.Version)), cancel);

    public Task<IActionResult> OnPostAuthorizationAsync(ModesForm form, CancellationToken cancel) => SaveAsync(form.Over(Settings(form.Version)), cancel);

    public async Task<IActionResult> OnPostSecurityAsync(SecurityForm form, CancellationToken cancel) =>
        (await update.RunAsync(Actor, form.Over(Settings(form.Version)), cancel)).Refused(out var faults, out _)
            ? await ShowAsync(cancel, [.. faults.Select(AtTheMethod)])
            : Done("application_saved");

    public async Task<IActionResult> OnPostAddClaimAsync([FromServices] AddCustomClaim add, string? claims, CancellationToken cancel) =>
        await AfterAsync(await add.RunAsync(Actor, Pool.Id, Key, ClaimLine.Read(claims?.Trim() ?? ""), cancel), "application_saved", cancel);

    public async Task<IActionResult> OnPostRemoveClaimAsync([FromServices] RemoveCustomClaim remove, [FromForm(Name = "removed")] string? claim, CancellationToken cancel) =>
        await AfterAsync(await remove.RunAsync(Actor, Pool.Id, Key, claim ?? "", cancel), "application_saved", cancel);

    private static List<string> InOrder(IReadOnlySet<string> known, params string[] order) =>
        [.. order.Where(known.Contains), .. known.Except(order).Order(StringComparer.Ordinal)];

    private ApplicationSettings Settings(long version) => new() { PoolId = Pool.Id, Application = Key, Version = version };

    /// <summary>What a method does not go with stands in another card; what was chosen in this one stands here.</summary>
    private static Fault AtTheMethod(Fault fault) =>
        fault.Reason is "rotation_needed" or "id_token_algorithm_needs_secret" or "oauth_needs_secret" ? fault with { Field = "token_authentication" } : fault;

    private async Task<IActionResult> SaveAsync(ApplicationSettings settings, CancellationToken cancel) =>
        await AfterAsync(await update.RunAsync(Actor, settings, cancel), "application_saved", cancel);
}
