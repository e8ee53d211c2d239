using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Roles;
using IdentitySource.Management.Subjects;

namespace IdentitySource.Server.Api;

/// <summary>Roles, by their names, and who has them.</summary>
internal static class RolesApi
{
    public static void MapRoles(this IEndpointRouteBuilder api)
    {
        api.MapGet("/roles", ListAsync).Is(ApiScopes.GroupsRead, "List roles", "By name. More than 1000 members are not counted.").Takes("after", "limit");
        api.MapPost("/roles", CreateAsync).Is(ApiScopes.GroupsWrite, "Create a role", "Its name stands in the claim `roles` of the people who have it.").Makes();
        api.MapPatch("/roles/{role}", RenameAsync).Is(ApiScopes.GroupsWrite, "Rename a role", "The new name is in the claim `roles` from the next token on.");
        api.MapDelete("/roles/{role}", DeleteAsync).Is(ApiScopes.GroupsWrite, "Delete a role", "It is taken from its people, and the rules about it are deleted.");
        api.MapGet("/roles/{role}/members", MembersAsync).Is(ApiScopes.GroupsRead, "List who has a role").Takes("after", "limit");
        api.MapPut("/roles/{role}/members/{user}", GiveAsync).Is(ApiScopes.GroupsWrite, "Give a user a role");
        api.MapDelete("/roles/{role}/members/{user}", TakeAsync).Is(ApiScopes.GroupsWrite, "Take a role from a user");
    }

    private static async Task<ApiAnswer<ApiPage<RoleItem>>> ListAsync(ApiCall call, ListRoles list)
    {
        if (!Place.IsName(call.After))
        {
            return Place.Wrong;
        }

        var (roles, next) = await list.PageAsync(call.PoolId, call.After, call.Cancel, call.Limit);
        return new ApiPage<RoleItem>([.. roles.Select(role => new RoleItem(role.Name, role.Members))], next);
    }

    private static async Task<ApiAnswer<RoleLink>> CreateAsync(ApiCall call, ApiBody<RenameBody> body, CreateRole create) =>
        (await create.RunAsync(call.Actor, call.PoolId, body.Value.Name, call.Cancel)).Refused(out var faults, out _)
            ? ApiProblem.Of(call, faults)
            : ApiAnswer<RoleLink>.Made(new RoleLink(body.Value.Name), $"/roles/{body.Value.Name}");

    private static async Task<ApiDone> RenameAsync(ApiCall call, string role, ApiBody<RenameBody> body, RenameRole rename) =>
        (await rename.RunAsync(call.Actor, call.PoolId, role, body.Value.Name, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiDone> DeleteAsync(ApiCall call, string role, DeleteRole delete) =>
        (await delete.RunAsync(call.Actor, call.PoolId, role, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiAnswer<ApiPage<MemberItem>>> MembersAsync(ApiCall call, string role, ListRoleMembers list) =>
        !call.TryId("after", out var after) ? Place.Wrong
        : await list.RunAsync(call.PoolId, role, after, call.Cancel, call.Limit) is { } found ? MemberItem.PageOf(found.People)
        : ApiProblem.NotFound("role");

    private static Task<ApiDone> GiveAsync(ApiCall call, string role, string user, ChangeRoleMember change) => ChangeAsync(call, role, user, change, isMember: true);

    private static Task<ApiDone> TakeAsync(ApiCall call, string role, string user, ChangeRoleMember change) => ChangeAsync(call, role, user, change, isMember: false);

    private static async Task<ApiDone> ChangeAsync(ApiCall call, string role, string user, ChangeRoleMember change, bool isMember) =>
        (await change.RunAsync(call.Actor, call.PoolId, role, user, isMember, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;
}

internal sealed record RoleItem(string Name, int Members);

/// <summary>Somebody in a group, or with a role.</summary>
internal sealed record MemberItem(string Id, string? Name, string? Identifier)
{
    public static ApiPage<MemberItem> PageOf(MemberPage page) =>
        new([.. page.Members.Select(member => new MemberItem(member.Id.ToString("N"), member.Name, member.Identifier))], page.Next?.ToString("N"));
}
