using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Groups;

namespace IdentitySource.Server.Api;

/// <summary>Groups, by their codes, and who is in them.</summary>
internal static class GroupsApi
{
    public static void MapGroups(this IEndpointRouteBuilder api)
    {
        api.MapGet("/groups", ListAsync).Is(ApiScopes.GroupsRead, "List groups", "By code. More than 1000 members are not counted.").Takes("after", "limit");
        api.MapPost("/groups", CreateAsync).Is(ApiScopes.GroupsWrite, "Create a group").Makes();
        api.MapPatch("/groups/{group}", RenameAsync).Is(ApiScopes.GroupsWrite, "Rename a group", "Its code stays: rules and applications know it by that.");
        api.MapDelete("/groups/{group}", DeleteAsync).Is(ApiScopes.GroupsWrite, "Delete a group", "With its memberships and the rules about it. Its people stay.");
        api.MapGet("/groups/{group}/members", MembersAsync).Is(ApiScopes.GroupsRead, "List a group's members").Takes("after", "limit");
        api.MapPut("/groups/{group}/members/{user}", AddAsync).Is(ApiScopes.GroupsWrite, "Add a member to a group");
        api.MapDelete("/groups/{group}/members/{user}", RemoveAsync).Is(ApiScopes.GroupsWrite, "Remove a member from a group");
    }

    private static async Task<ApiAnswer<ApiPage<GroupItem>>> ListAsync(ApiCall call, ListGroups list)
    {
        if (!Place.IsName(call.After))
        {
            return Place.Wrong;
        }

        var (groups, next) = await list.PageAsync(call.PoolId, call.After, call.Cancel, call.Limit);
        return new ApiPage<GroupItem>([.. groups.Select(group => new GroupItem(group.Code, group.Name, group.Members))], next);
    }

    private static async Task<ApiAnswer<GroupLink>> CreateAsync(ApiCall call, ApiBody<NewGroupBody> body, CreateGroup create) =>
        (await create.RunAsync(call.Actor, call.PoolId, body.Value.Code, body.Value.Name, call.Cancel)).Refused(out var faults, out _)
            ? ApiProblem.Of(call, faults)
            : ApiAnswer<GroupLink>.Made(new GroupLink(body.Value.Code, body.Value.Name ?? body.Value.Code), $"/groups/{body.Value.Code}");

    private static async Task<ApiDone> RenameAsync(ApiCall call, string group, ApiBody<RenameBody> body, RenameGroup rename) =>
        (await rename.RunAsync(call.Actor, call.PoolId, group, before: null, body.Value.Name, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiDone> DeleteAsync(ApiCall call, string group, DeleteGroup delete) =>
        (await delete.RunAsync(call.Actor, call.PoolId, group, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiAnswer<ApiPage<MemberItem>>> MembersAsync(ApiCall call, string group, ListGroupMembers list) =>
        !call.TryId("after", out var after) ? Place.Wrong
        : await list.RunAsync(call.PoolId, group, after, call.Cancel, call.Limit) is { } found ? MemberItem.PageOf(found.People)
        : ApiProblem.NotFound("group");

    private static Task<ApiDone> AddAsync(ApiCall call, string group, string user, ChangeGroupMember change) => ChangeAsync(call, group, user, change, isMember: true);

    private static Task<ApiDone> RemoveAsync(ApiCall call, string group, string user, ChangeGroupMember change) => ChangeAsync(call, group, user, change, isMember: false);

    private static async Task<ApiDone> ChangeAsync(ApiCall call, string group, string user, ChangeGroupMember change, bool isMember) =>
        (await change.RunAsync(call.Actor, call.PoolId, group, user, isMember, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;
}

internal sealed record GroupItem(string Code, string Name, int Members);

/// <param name="Name">As the code, if left out.</param>
internal sealed record NewGroupBody(string Code, string? Name = null);

internal sealed record RenameBody(string Name);
