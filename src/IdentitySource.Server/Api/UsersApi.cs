using IdentitySource.Management;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Users;

namespace IdentitySource.Server.Api;

/// <summary>People. In a path a user is an id, an e-mail address, a username or a telephone number.</summary>
internal static class UsersApi
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/users", ListAsync).Is(
            ApiScopes.UsersRead, "List users", "The latest first, or those whose username, e-mail address, telephone number, name or id begins with `search`.").Takes("search", "after", "limit");
        api.MapPost("/users", CreateAsync).Is(ApiScopes.UsersWrite, "Create a user", "One of username, e-mail address and telephone number is needed; a password is not.").Makes();
        api.MapGet("/users/{user}", ReadAsync).Is(ApiScopes.UsersRead, "Read a user");
        api.MapPatch("/users/{user}", UpdateAsync).Is(
            ApiScopes.UsersWrite, "Update a user", "What is left out stays as it is; an empty text empties a field. Status, block and password have routes of their own.").Versioned();
        api.MapDelete("/users/{user}", DeleteAsync).Is(ApiScopes.UsersWrite, "Delete a user", "With sessions, consents, tokens, memberships and rules. There is no way back.");
        api.MapPut("/users/{user}/status", SetStatusAsync).Is(ApiScopes.UsersWrite, "Set a user's status", "Whoever is not activated cannot sign in, and what they had ends at once.");
        api.MapPut("/users/{user}/verified", SetVerifiedAsync).Is(ApiScopes.UsersWrite, "Set what is verified of a user", "Whether e-mail address and telephone number are known to be theirs.");
        api.MapPut("/users/{user}/block", BlockAsync).Is(ApiScopes.UsersWrite, "Block a user", "Nobody signs in as them, and what they had ends at once.");
        api.MapDelete("/users/{user}/block", UnblockAsync).Is(ApiScopes.UsersWrite, "Unblock a user", "What ended when they were blocked stays ended.");
        api.MapPut("/users/{user}/password", SetPasswordAsync).Is(ApiScopes.UsersWrite, "Set a user's password", "Whoever may have known the old one is signed out everywhere.");
        api.MapDelete("/users/{user}/password", RemovePasswordAsync).Is(ApiScopes.UsersWrite, "Remove a user's password");
    }

    /// <summary>Null where the pool has nobody called so.</summary>
    public static Task<UserDetail?> FindAsync(ApiCall call, string user, FindUser find) => find.CalledAsync(call.PoolId, user, call.Cancel);

    private static async Task<ApiAnswer<ApiPage<UserItem>>> ListAsync(ApiCall call, ListUsers list) =>
        (await list.RunAsync(call.PoolId, call.Text("search"), call.After, call.Cancel, call.Limit)).Refused(out _, out var page)
            ? ApiProblem.Malformed("parameter_malformed", "after", "This is no place in the list.")
            : new ApiPage<UserItem>([.. page.Users.Select(UserItem.Of)], page.Next);

    private static async Task<ApiAnswer<UserBody>> CreateAsync(ApiCall call, ApiBody<NewUserBody> body, AddUser add, FindUser find)
    {
        if ((await add.RunAsync(call.Actor, body.Value.ToInput(call.PoolId), call.Cancel)).Refused(out var faults, out var id))
        {
            return ApiProblem.Of(call, faults);
        }

        var made = await find.RunAsync(call.PoolId, id, call.Cancel) ?? throw new InvalidOperationException("The user that was just made is gone.");
        return ApiAnswer<UserBody>.Made(UserBody.Of(made), $"/users/{id:N}");
    }

    private static async Task<ApiAnswer<UserBody>> ReadAsync(ApiCall call, string user, FindUser find) =>
        await FindAsync(call, user, find) is { } found ? UserBody.Of(found) : ApiProblem.NotFound("user");

    private static async Task<ApiAnswer<UserBody>> UpdateAsync(ApiCall call, string user, ApiBody<UserChangeBody> body, UpdateUser update, FindUser find)
    {
        var outcome = await update.RunAsync(call.Actor, Name(call, user), call.IfMatch ?? body.Value.Version, body.Value.Fields(), call.Cancel);
        return outcome.Refused(out var faults, out var id) ? ApiProblem.Of(call, faults)
            : await find.RunAsync(call.PoolId, id, call.Cancel) is { } found ? UserBody.Of(found)
            : ApiProblem.NotFound("user");
    }

    private static async Task<ApiDone> DeleteAsync(ApiCall call, string user, DeleteUser delete) => Done(call, await delete.RunAsync(call.Actor, Name(call, user), call.Cancel));

    private static async Task<ApiDone> SetStatusAsync(ApiCall call, string user, ApiBody<UserStatusBody> body, SetUserStatus set) =>
        Done(call, await set.RunAsync(call.Actor, Name(call, user), body.Value.Status, call.Cancel));

    private static async Task<ApiDone> SetVerifiedAsync(ApiCall call, string user, ApiBody<UserVerifiedBody> body, SetVerified set) =>
        Done(call, await set.RunAsync(call.Actor, Name(call, user), body.Value.EmailVerified, body.Value.PhoneVerified, call.Cancel));

    private static async Task<ApiDone> BlockAsync(ApiCall call, string user, BlockUser block) => Done(call, await block.RunAsync(call.Actor, Name(call, user), call.Cancel));

    private static async Task<ApiDone> UnblockAsync(ApiCall call, string user, UnblockUser unblock) => Done(call, await unblock.RunAsync(call.Actor, Name(call, user), call.Cancel));

    private static async Task<ApiDone> SetPasswordAsync(ApiCall call, string user, ApiBody<PasswordBody> body, SetPassword set) =>
        Done(call, await set.RunAsync(call.Actor, Name(call, user), body.Value.Password, call.Cancel));

    private static async Task<ApiDone> RemovePasswordAsync(ApiCall call, string user, RemovePassword remove) => Done(call, await remove.RunAsync(call.Actor, Name(call, user), call.Cancel));

    private static UserName Name(ApiCall call, string user) => new(call.PoolId, user);

    private static ApiDone Done<T>(ApiCall call, Outcome<T> outcome) => outcome.Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;
}
