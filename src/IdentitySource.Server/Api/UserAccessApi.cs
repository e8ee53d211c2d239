using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Consents;
using IdentitySource.Management.Subjects;
using IdentitySource.Management.Users;

namespace IdentitySource.Server.Api;

/// <summary>Where a user is signed in, what they allowed applications, what they belong to.</summary>
internal static class UserAccessApi
{
    public static void MapUserAccess(this IEndpointRouteBuilder api)
    {
        api.MapGet("/users/{user}/sessions", SessionsAsync).Is(ApiScopes.UsersRead, "List a user's sessions", "The latest seen first, 200 at most, on one page.");
        api.MapDelete("/users/{user}/sessions", SignOutAsync).Is(ApiScopes.UsersWrite, "Sign a user out", "Of every browser; what applications got from them ends too.");
        api.MapDelete("/users/{user}/sessions/{session}", EndAsync).Is(ApiScopes.UsersWrite, "End a session", "Of one browser. What applications keep offline lives on.");
        api.MapGet("/users/{user}/consents", ConsentsAsync).Is(ApiScopes.UsersRead, "List a user's consents", "By client id, with the applications that have access without having had to ask.").Takes("after", "limit");
        api.MapDelete("/users/{user}/consents/{application}", WithdrawAsync).Is(ApiScopes.UsersWrite, "Withdraw a consent", "The application's tokens for the user are dead, and next time it has to ask.");
        api.MapGet("/users/{user}/groups", GroupsAsync).Is(ApiScopes.UsersRead, "List a user's groups", "By code.").Takes("after", "limit");
        api.MapGet("/users/{user}/roles", RolesAsync).Is(ApiScopes.UsersRead, "List a user's roles", "By name.").Takes("after", "limit");
    }

    private static async Task<ApiAnswer<ApiPage<SessionItem>>> SessionsAsync(ApiCall call, string user, FindUser find, ListUserSessions list) =>
        await UsersApi.FindAsync(call, user, find) is { } found
            ? new ApiPage<SessionItem>([.. (await list.RunAsync(call.PoolId, found.Id, call.Cancel)).Select(SessionItem.Of)])
            : ApiProblem.NotFound("user");

    private static async Task<ApiDone> SignOutAsync(ApiCall call, string user, SignOutUser signOut) =>
        (await signOut.RunAsync(call.Actor, new UserName(call.PoolId, user), call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiDone> EndAsync(ApiCall call, string user, string session, FindUser find, EndUserSession end)
    {
        if (await UsersApi.FindAsync(call, user, find) is not { } found)
        {
            return ApiProblem.NotFound("user");
        }

        return !Guid.TryParseExact(session, "N", out var id) ? ApiProblem.NotFound("session")
            : (await end.RunAsync(call.Actor, call.PoolId, found.Id, id, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults)
            : ApiDone.Done;
    }

    private static async Task<ApiAnswer<ApiPage<ConsentItem>>> ConsentsAsync(ApiCall call, string user, FindUser find, ListUserConsents list) =>
        !Place.IsId(call, out var after) ? Place.Wrong
        : await UsersApi.FindAsync(call, user, find) is { } found ? ApiPage.Of(await list.PageAsync(call.PoolId, found.Id, after, call.Limit, call.Cancel), ConsentItem.Of)
        : ApiProblem.NotFound("user");

    private static async Task<ApiDone> WithdrawAsync(ApiCall call, string user, string application, WithdrawConsent withdraw) =>
        (await withdraw.RunAsync(call.Actor, new UserName(call.PoolId, user), application, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiAnswer<ApiPage<GroupLink>>> GroupsAsync(ApiCall call, string user, FindUser find, ListMemberships list) =>
        !Place.IsName(call.After) ? Place.Wrong
        : await UsersApi.FindAsync(call, user, find) is { } found
            ? ApiPage.Of(await list.GroupsAsync(call.PoolId, found.Id, call.After, call.Limit, call.Cancel), group => new GroupLink(group.Code, group.Name))
            : ApiProblem.NotFound("user");

    private static async Task<ApiAnswer<ApiPage<RoleLink>>> RolesAsync(ApiCall call, string user, FindUser find, ListMemberships list) =>
        !Place.IsName(call.After) ? Place.Wrong
        : await UsersApi.FindAsync(call, user, find) is { } found
            ? ApiPage.Of(await list.RolesAsync(call.PoolId, found.Id, call.After, call.Limit, call.Cancel), role => new RoleLink(role.Name))
            : ApiProblem.NotFound("user");
}

/// <param name="Methods">How the user proved who they are (RFC 8176).</param>
internal sealed record SessionItem(string Id, DateTimeOffset AuthenticatedAt, DateTimeOffset LastSeenAt, IReadOnlyList<string> Methods, string? RemoteAddress, string? UserAgent)
{
    public static SessionItem Of(UserSession row) =>
        new(row.Id.ToString("N"), row.AuthenticatedAt, row.LastSeenAt, row.Methods.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.RemoteAddress, row.UserAgent);
}

/// <param name="GivenAt">Null for an application that shows no consent page.</param>
internal sealed record ConsentItem(string ClientId, string Application, IReadOnlyList<string> Scopes, IReadOnlyList<string> Claims, DateTimeOffset? GivenAt)
{
    public static ConsentItem Of(UserConsent row) => new(row.ApplicationId.ToString("N"), row.Application, Words(row.Scopes), Words(row.Claims), row.GivenAt);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

internal sealed record GroupLink(string Code, string Name);

internal sealed record RoleLink(string Name);
