using IdentitySource.Management.Administration;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Api;

/// <summary>Who administers the pool in the console.</summary>
internal static class AdministratorsApi
{
    public static void MapAdministrators(this IEndpointRouteBuilder api)
    {
        api.MapGet("/administrators", ListAsync).Is(ApiScopes.AdministratorsRead, "List administrators", "By id.").Takes("after", "limit");
        api.MapGet("/administrators/invitations", InvitationsAsync).Is(ApiScopes.AdministratorsRead, "List invitations", "Those that can still be followed, oldest first; never their links.").Takes("after", "limit");
        api.MapPost("/administrators/invitations", InviteAsync).Is(ApiScopes.AdministratorsWrite, "Invite an administrator", "As administrator or viewer, by a link that is good once and for three days; it is in this answer and in no other. Owners and operators are invited in the console.");
        api.MapDelete("/administrators/invitations/{invitation}", RevokeAsync).Is(ApiScopes.AdministratorsWrite, "Revoke an invitation");
        api.MapPut("/administrators/{administrator}/role", ChangeAsync).Is(ApiScopes.AdministratorsWrite, "Change an administrator's role", "Refused when the present role is not the one that was seen. Owners and operators are changed in the console.");
        api.MapPost("/administrators/{administrator}/removal", RemoveAsync).Is(ApiScopes.AdministratorsWrite, "Remove an administrator", "The account stays. Owners and operators are removed in the console.");
    }

    private static async Task<ApiAnswer<ApiPage<AdministratorItem>>> ListAsync(ApiCall call, ListAdministrators list) => Place.IsId(call, out var after)
        ? ApiPage.Of(
            await list.PageAsync(call.PoolId, after, call.Limit, call.Cancel),
            each => new AdministratorItem(each.UserId.ToString("N"), each.Name, each.Identifier, each.Role, each.Blocked))
        : Place.Wrong;

    private static async Task<ApiAnswer<ApiPage<InvitationItem>>> InvitationsAsync(ApiCall call, ListAdministrators list) => Place.IsId(call, out var after)
        ? ApiPage.Of(await list.InvitationsAsync(call.PoolId, after, call.Limit, call.Cancel), each => new InvitationItem(each.Id.ToString("N"), each.Email, each.Role, each.ExpiresAt))
        : Place.Wrong;

    private static async Task<ApiAnswer<InvitationBody>> InviteAsync(ApiCall call, ApiBody<NewInvitationBody> body, InviteAdministrator invite, AddressPlan plan) =>
        (await invite.RunAsync(call.Actor, new NewAdministrator(call.PoolId, body.Value.Email, body.Value.Role), call.Cancel)).Refused(out var faults, out var made)
            ? ApiProblem.Of(call, faults)
            : new InvitationBody(made.Email, plan.PublicOrigin + made.Path, made.ExpiresAt);

    private static async Task<ApiDone> RevokeAsync(ApiCall call, string invitation, RevokeInvitation revoke) =>
        !Guid.TryParseExact(invitation, "N", out var id) ? ApiProblem.NotFound("invitation")
        : (await revoke.RunAsync(call.Actor, call.PoolId, id, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults)
        : ApiDone.Done;

    private static Task<ApiDone> ChangeAsync(ApiCall call, string administrator, ApiBody<RoleChangeBody> body, ChangeAdministrator change) =>
        ToAsync(call, administrator, body.Value.Was, body.Value.Role, change);

    private static Task<ApiDone> RemoveAsync(ApiCall call, string administrator, ApiBody<RemovalBody> body, ChangeAdministrator change) =>
        ToAsync(call, administrator, body.Value.Was, null, change);

    private static async Task<ApiDone> ToAsync(ApiCall call, string administrator, ConsoleRole was, ConsoleRole? to, ChangeAdministrator change) =>
        !Guid.TryParseExact(administrator, "N", out var id) ? ApiProblem.NotFound("administrator")
        : (await change.RunAsync(call.Actor, new AdministratorName(call.PoolId, id, was), to, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults)
        : ApiDone.Done;
}

internal sealed record AdministratorItem(string Id, string? Name, string Identifier, ConsoleRole Role, bool Blocked);

internal sealed record InvitationItem(string Id, string Email, ConsoleRole Role, DateTimeOffset ExpiresAt);

internal sealed record NewInvitationBody(string Email, ConsoleRole Role);

/// <param name="Link">Whoever follows it gets the role. Shown this once.</param>
internal sealed record InvitationBody(string Email, string Link, DateTimeOffset ExpiresAt);

/// <param name="Was">The role that was seen.</param>
internal sealed record RoleChangeBody(ConsoleRole Was, ConsoleRole Role);

/// <param name="Was">The role that was seen.</param>
internal sealed record RemovalBody(ConsoleRole Was);
