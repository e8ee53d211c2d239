using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Api;

/// <summary>Applications. A secret is in the answer that made it, and in no other.</summary>
internal static class ApplicationsApi
{
    public static void MapApplications(this IEndpointRouteBuilder api)
    {
        api.MapGet("/applications", ListAsync).Is(ApiScopes.ApplicationsRead, "List applications", "By name, a page at a time.").Takes("search", "after", "limit");
        api.MapPost("/applications", CreateAsync).Is(ApiScopes.ApplicationsWrite, "Create an application", "What is left out follows from the type. The secret is in this answer and in no other.").Makes().Dear();
        api.MapGet("/applications/{application}", ReadAsync).Is(ApiScopes.ApplicationsRead, "Read an application");
        api.MapPatch("/applications/{application}", UpdateAsync).Is(
            ApiScopes.ApplicationsWrite, "Update an application", "What is left out stays as it is. With `If-Match` or `version` it is refused when somebody else was quicker.").Versioned();
        api.MapDelete("/applications/{application}", DeleteAsync).Is(
            ApiScopes.ApplicationsWrite, "Delete an application", "With everything that is its own: what people granted it, its tokens, its access keys. There is no way back.").Versioned();
        api.MapPost("/applications/{application}/secret", RefreshAsync).Is(
            ApiScopes.ApplicationsWrite, "Refresh an application's secret", "The new one counts at once; the old one goes on for as long as `grace_seconds` says.");
        api.MapGet("/applications/{application}/signed-in", SignedInAsync).Is(ApiScopes.UsersRead, "List who is signed in", "The latest first.").Takes("after", "limit");
        api.MapDelete("/applications/{application}/signed-in/{user}", ForceLogoutAsync).Is(ApiScopes.UsersWrite, "Sign a user out of an application", "Its tokens for the user are dead at once.");
    }

    private static async Task<ApiAnswer<ApiPage<ApplicationItem>>> ListAsync(ApiCall call, SearchApplications search)
    {
        if (!call.TryId("after", out _))
        {
            return ApiProblem.Malformed("parameter_malformed", "after", "This is no place in the list.");
        }

        var found = await search.RunAsync(new ApplicationSearch(call.PoolId, call.Text("search"), call.After, call.Limit), call.Cancel);
        return new ApiPage<ApplicationItem>([.. found.Applications.Select(ApplicationItem.Of)], found.Next);
    }

    private static async Task<ApiAnswer<CreatedApplicationBody>> CreateAsync(ApiCall call, ApiBody<NewApplicationBody> body, CreateApplication create, AddressPlan plan)
    {
        if ((await create.RunAsync(call.Actor, body.Value.ToInput(call.PoolId), call.Cancel)).Refused(out var faults, out var made))
        {
            return ApiProblem.Of(call, faults);
        }

        var issuer = AddressPlan.Issuer(plan.ApplicationAddress(made.Address));
        return ApiAnswer<CreatedApplicationBody>.Made(new CreatedApplicationBody(made.ClientId, made.Secret, made.Name, made.Address, issuer), $"/applications/{made.ClientId}");
    }

    private static async Task<ApiAnswer<ApplicationBody>> ReadAsync(ApiCall call, string application, FindApplication find, AddressPlan plan) =>
        await find.RunAsync(call.PoolId, application, call.Cancel) is { } found ? ApplicationBody.Of(found, plan) : ApiProblem.NotFound("application");

    private static async Task<ApiAnswer<ApplicationBody>> UpdateAsync(
        ApiCall call, string application, ApiBody<ApplicationChangeBody> body, UpdateApplication update, FindApplication find, AddressPlan plan)
    {
        if (!call.TryVersion(body.Value.Version, out var version))
        {
            return ApiProblem.Outdated;
        }

        var settings = body.Value.ToSettings(call.PoolId, application) with { Version = version };
        return (await update.RunAsync(call.Actor, settings, call.Cancel)).Refused(out var faults, out _)
            ? ApiProblem.Of(call, faults)
            : await ReadAsync(call, application, find, plan);
    }

    private static async Task<ApiDone> DeleteAsync(ApiCall call, string application, DeleteApplication delete) =>
        !call.TryVersion(null, out var version) ? ApiProblem.Outdated
        : (await delete.RunAsync(call.Actor, call.PoolId, application, call.Cancel, version)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults)
        : ApiDone.Done;

    private static async Task<ApiAnswer<SecretBody>> RefreshAsync(ApiCall call, string application, ApiBody<RefreshSecretBody> body, RefreshApplicationSecret refresh) =>
        (await refresh.RunAsync(call.Actor, call.PoolId, application, TimeSpan.FromSeconds(body.Value.GraceSeconds ?? 0), call.Cancel)).Refused(out var faults, out var made)
            ? ApiProblem.Of(call, faults)
            : new SecretBody(made.ClientId, made.Secret!, made.PreviousSecretUntil);

    private static async Task<ApiAnswer<ApiPage<SignedInItem>>> SignedInAsync(ApiCall call, string application, ListSignedIn list) =>
        !call.TryId("after", out _) ? ApiProblem.Malformed("parameter_malformed", "after", "This is no place in the list.")
        : (await list.RunAsync(call.PoolId, application, call.After, call.Cancel, call.Limit)).Refused(out var faults, out var page) ? ApiProblem.Of(call, faults)
        : new ApiPage<SignedInItem>([.. page.Entries.Select(SignedInItem.Of)], page.Next);

    private static async Task<ApiDone> ForceLogoutAsync(ApiCall call, string application, string user, ForceLogout logout) =>
        (await logout.RunAsync(call.Actor, new Management.Users.UserName(call.PoolId, user), application, call.Cancel)).Refused(out var faults, out _)
            ? ApiProblem.Of(call, faults)
            : ApiDone.Done;
}
