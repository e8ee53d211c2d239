using IdentitySource.Management.Access;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Server.Api;

/// <summary>What belongs to one application: its OAuth 2.0 provider, claims of its own, who may sign in.</summary>
internal static class ApplicationPartsApi
{
    public static void MapApplicationParts(this IEndpointRouteBuilder api)
    {
        api.MapPut("/applications/{application}/oauth-provider", SetProviderAsync).Is(
            ApiScopes.ApplicationsWrite, "Enable the OAuth 2.0 provider", "With these settings, in place of those it had. OAuth 2.0 is no longer recommended: use OpenID Connect.").Versioned();
        api.MapDelete("/applications/{application}/oauth-provider", DropProviderAsync).Is(ApiScopes.ApplicationsWrite, "Disable the OAuth 2.0 provider", "What it issued is revoked for good.").Versioned();
        api.MapGet("/applications/{application}/claims", ClaimsAsync).Is(ApiScopes.ApplicationsRead, "List an application's own claims", "50 at most, on one page.");
        api.MapPost("/applications/{application}/claims", AddClaimAsync).Is(ApiScopes.ApplicationsWrite, "Add a claim to an application", "A fixed value or a field of the user.");
        api.MapDelete("/applications/{application}/claims", RemoveClaimAsync).Is(ApiScopes.ApplicationsWrite, "Remove a claim from an application").Takes("name");
        api.MapGet("/applications/{application}/access", AccessAsync).Is(ApiScopes.ApplicationsRead, "Read who may sign in", "The default, and the entries that win over it, by subject.").Takes("after", "limit");
        api.MapPost("/applications/{application}/access", AddEntryAsync).Is(ApiScopes.ApplicationsWrite, "Add an access entry", "Lets a user, a role or a group in, or keeps them out.");
        api.MapPatch("/access-entries/{entry}", EnableEntryAsync).Is(ApiScopes.ApplicationsWrite, "Enable or disable an access entry");
        api.MapDelete("/access-entries/{entry}", RemoveEntryAsync).Is(ApiScopes.ApplicationsWrite, "Remove an access entry");
    }

    private static async Task<ApiDone> SetProviderAsync(ApiCall call, string application, ApiBody<OAuthProviderBody> body, SetOAuthProvider set) =>
        !call.TryVersion(null, out var version) ? ApiProblem.Outdated
        : (await set.RunAsync(call.Actor, call.PoolId, application, body.Value.ToProvider(), call.Cancel, version)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults)
        : ApiDone.Done;

    private static async Task<ApiDone> DropProviderAsync(ApiCall call, string application, SetOAuthProvider set) =>
        !call.TryVersion(null, out var version) ? ApiProblem.Outdated
        : (await set.RunAsync(call.Actor, call.PoolId, application, null, call.Cancel, version)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults)
        : ApiDone.Done;

    private static async Task<ApiAnswer<ApiPage<ClaimBody>>> ClaimsAsync(ApiCall call, string application, ListCustomClaims list) =>
        (await list.RunAsync(call.PoolId, application, call.Cancel)).Refused(out var faults, out var claims)
            ? ApiProblem.Of(call, faults)
            : new ApiPage<ClaimBody>([.. claims.Select(ClaimBody.Of)]);

    private static async Task<ApiDone> AddClaimAsync(ApiCall call, string application, ApiBody<ClaimBody> body, AddCustomClaim add) =>
        (await add.RunAsync(call.Actor, call.PoolId, application, body.Value.ToClaim(), call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiDone> RemoveClaimAsync(ApiCall call, string application, RemoveCustomClaim remove) =>
        (await remove.RunAsync(call.Actor, call.PoolId, application, call.Text("name") ?? "", call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiAnswer<AccessBody>> AccessAsync(ApiCall call, string application, BrowseAccess browse) =>
        !Place.IsId(call, out _) ? Place.Wrong
        : (await browse.RunAsync(call.PoolId, application, call.After, call.Cancel, call.Limit)).Refused(out var faults, out var access) ? ApiProblem.Of(call, faults)
        : new AccessBody(access.AllowedByDefault, [.. access.Entries.Select(AccessEntryItem.Of)], access.Next);

    private static async Task<ApiAnswer<MadeBody>> AddEntryAsync(ApiCall call, string application, ApiBody<NewAccessEntryBody> body, AddAccessEntry add)
    {
        NewAccessEntry input = new(call.PoolId, application, new(body.Value.SubjectKind, body.Value.Subject), body.Value.Allow);
        return (await add.RunAsync(call.Actor, input, call.Cancel)).Refused(out var faults, out var id) ? ApiProblem.Of(call, SubjectFaults.InBody(faults)) : new MadeBody(id.ToString("N"));
    }

    private static async Task<ApiDone> EnableEntryAsync(ApiCall call, string entry, ApiBody<EnabledBody> body, EnableAccessEntry enable) =>
        (await enable.RunAsync(call.Actor, call.PoolId, entry, body.Value.Enabled, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiDone> RemoveEntryAsync(ApiCall call, string entry, RemoveAccessEntry remove) =>
        (await remove.RunAsync(call.Actor, call.PoolId, entry, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;
}

/// <param name="Value">A fixed value; left out where the claim comes from a field.</param>
/// <param name="Field">A field of the user: `id`, a standard claim, `extended_fields.NAME`.</param>
internal sealed record ClaimBody(string Name, string? Value = null, string? Field = null)
{
    public static ClaimBody Of(CustomClaim claim) => new(claim.Name, claim.Value, claim.Field);

    public CustomClaim ToClaim() => new(Name, Value, Field);
}

internal sealed record AccessBody(bool AllowByDefault, IReadOnlyList<AccessEntryItem> Entries, string? Next);

/// <param name="Name">Of the subject; left out when nobody has the id any more.</param>
internal sealed record AccessEntryItem(string Id, SubjectKind SubjectKind, string Subject, string? Name, bool Allow, bool Enabled)
{
    public static AccessEntryItem Of(NamedAccessEntry row) =>
        new(row.Entry.Id.ToString("N"), row.Entry.SubjectKind, row.Entry.SubjectId.ToString("N"), row.Name, row.Entry.Allow, row.Entry.Enabled);
}

/// <param name="Subject">A user's id, e-mail address, username or telephone number; a role's name; a group's code.</param>
internal sealed record NewAccessEntryBody(SubjectKind SubjectKind, string Subject, bool Allow);

internal sealed record EnabledBody(bool Enabled);

internal sealed record MadeBody(string Id);
