using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.ApiKeys;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Api;

/// <summary>Programmatic access accounts of applications: AK and SK. An SK is in the answer that made it, and in no other.</summary>
internal static class AccessKeysApi
{
    public static void MapAccessKeys(this IEndpointRouteBuilder api)
    {
        api.MapGet("/applications/{application}/access-keys", ListAsync).Is(ApiScopes.ApplicationsRead, "List access keys", "By AK; never their secrets.").Takes("after", "limit");
        api.MapPost("/applications/{application}/access-keys", CreateAsync).Is(ApiScopes.ApplicationsWrite, "Create an access key", "The secret key is in this answer and in no other.").Makes();
        api.MapPatch("/access-keys/{access_key}", UpdateAsync).Is(ApiScopes.ApplicationsWrite, "Update an access key", "Disabled, its access ends at once.");
        api.MapPost("/access-keys/{access_key}/secret", RefreshAsync).Is(ApiScopes.ApplicationsWrite, "Refresh an access key's secret", "The old one is refused from then on.");
        api.MapDelete("/access-keys/{access_key}", DeleteAsync).Is(ApiScopes.ApplicationsWrite, "Delete an access key", "With the rules that speak of it.");
    }

    private static async Task<ApiAnswer<ApiPage<AccessKeyItem>>> ListAsync(ApiCall call, string application, ListAccessKeys list) =>
        !Place.IsId(call, out var after) ? Place.Wrong
        : (await list.PageAsync(call.PoolId, application, after, call.Limit, call.Cancel)).Refused(out var faults, out var keys) ? ApiProblem.Of(call, faults)
        : ApiPage.Of(keys, key => new AccessKeyItem(key.AccessKey, key.Enabled, key.TokenLifetime, key.Remark, key.CreatedAt, key.LastUsedAt));

    private static async Task<ApiAnswer<IssuedAccessKeyBody>> CreateAsync(ApiCall call, string application, ApiBody<NewAccessKeyBody> body, CreateAccessKey create)
    {
        NewAccessKey input = new(call.PoolId, application, body.Value.TokenLifetime ?? NewAccessKey.UsualLifetime, body.Value.Remark);
        return (await create.RunAsync(call.Actor, input, call.Cancel)).Refused(out var faults, out var issued)
            ? ApiProblem.Of(call, faults)
            : ApiAnswer<IssuedAccessKeyBody>.Made(new IssuedAccessKeyBody(issued.AccessKey, issued.Secret), $"/access-keys/{issued.AccessKey}");
    }

    private static async Task<ApiDone> UpdateAsync(
        ApiCall call, [FromRoute(Name = "access_key")] string accessKey, ApiBody<AccessKeyChangeBody> body, UpdateAccessKey update, EnableAccessKey enable)
    {
        var change = body.Value;
        if (change.TokenLifetime is not null || change.Remark is not null || change.Enabled is null)
        {
            if ((await update.RunAsync(call.Actor, call.PoolId, accessKey, new AccessKeySettings(change.TokenLifetime, change.Remark), call.Cancel)).Refused(out var faults, out _))
            {
                return ApiProblem.Of(call, faults);
            }
        }

        return change.Enabled is { } enabled && (await enable.RunAsync(call.Actor, call.PoolId, accessKey, enabled, call.Cancel)).Refused(out var refused, out _)
            ? ApiProblem.Of(call, refused)
            : ApiDone.Done;
    }

    private static async Task<ApiAnswer<IssuedAccessKeyBody>> RefreshAsync(ApiCall call, [FromRoute(Name = "access_key")] string accessKey, RefreshAccessKey refresh) =>
        (await refresh.RunAsync(call.Actor, call.PoolId, accessKey, call.Cancel)).Refused(out var faults, out var issued)
            ? ApiProblem.Of(call, faults)
            : new IssuedAccessKeyBody(issued.AccessKey, issued.Secret);

    private static async Task<ApiDone> DeleteAsync(ApiCall call, [FromRoute(Name = "access_key")] string accessKey, DeleteAccessKey delete) =>
        (await delete.RunAsync(call.Actor, call.PoolId, accessKey, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;
}

internal sealed record AccessKeyItem(string AccessKey, bool Enabled, int TokenLifetime, string? Remark, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

internal sealed record NewAccessKeyBody
{
    /// <summary>Of its access tokens, in seconds; 600 if left out.</summary>
    public int? TokenLifetime { get; init; }

    public string? Remark { get; init; }
}

/// <summary>The secret key is shown this once.</summary>
internal sealed record IssuedAccessKeyBody(string AccessKey, string SecretKey);

internal sealed record AccessKeyChangeBody
{
    public bool? Enabled { get; init; }

    public int? TokenLifetime { get; init; }

    /// <summary>An empty text takes it away.</summary>
    public string? Remark { get; init; }
}
