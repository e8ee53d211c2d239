using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Keys;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Server.Api;

/// <summary>The pool of the key itself: its settings, its own scopes, its signing keys. For operators, all pools.</summary>
internal static class PoolApi
{
    public static void MapPool(this IEndpointRouteBuilder api)
    {
        api.MapGet("/pool", ReadAsync).Is(ApiScopes.PoolRead, "Read the user pool", "The one that the key belongs to.");
        api.MapPatch("/pool", UpdateAsync).Is(ApiScopes.PoolWrite, "Update the user pool", "Switching single sign-on ends the sessions that there are.");
        api.MapGet("/scopes", ScopesAsync).Is(ApiScopes.PoolRead, "List the pool's own scopes", "50 at most, on one page.");
        api.MapPost("/scopes", AddScopeAsync).Is(ApiScopes.PoolWrite, "Create a scope", "Every application of the pool may ask for it; it releases its claims.").Makes();
        api.MapDelete("/scopes/{scope}", RemoveScopeAsync).Is(ApiScopes.PoolWrite, "Delete a scope");
        api.MapGet("/signing-keys", KeysAsync).Is(ApiScopes.KeysRead, "List signing keys", "Of an application's authorization server, or of the pool's shared one: on one page, for those past their use are forgotten. Never a private key.").Takes("application");
        api.MapPost("/signing-keys/rotate", RotateAsync).Is(ApiScopes.KeysWrite, "Rotate signing keys", "The next key signs once those who verify have had time to fetch it, or immediately.").Dear();
        api.MapGet("/user-pools", PoolsAsync).Is(ApiScopes.UserPoolsRead, "List user pools", "Of the deployment. For keys of the operators' pool.").Takes("search", "after", "limit");
        api.MapPost("/user-pools", CreatePoolAsync).Is(ApiScopes.UserPoolsWrite, "Create a user pool", "For keys of the operators' pool. The new pool has no API keys yet.").Makes();
    }

    private static async Task<ApiAnswer<PoolBody>> ReadAsync(ApiCall call, ShowPool show) => PoolBody.Of(await show.RunAsync(call.PoolId, call.Cancel));

    private static async Task<ApiAnswer<PoolBody>> UpdateAsync(ApiCall call, ApiBody<PoolChangeBody> body, UpdatePool update) =>
        (await update.RunAsync(call.Actor, body.Value.ToSettings(call.PoolId), call.Cancel)).Refused(out var faults, out var pool)
            ? ApiProblem.Of(call, faults)
            : PoolBody.Of(pool);

    private static async Task<ApiAnswer<ApiPage<ScopeBody>>> ScopesAsync(ApiCall call, ListCustomScopes list) =>
        new ApiPage<ScopeBody>([.. (await list.RunAsync(call.PoolId, call.Cancel)).Select(ScopeBody.Of)]);

    private static async Task<ApiAnswer<ScopeBody>> AddScopeAsync(ApiCall call, ApiBody<ScopeBody> body, AddCustomScope add) =>
        (await add.RunAsync(call.Actor, call.PoolId, body.Value.ToScope(), call.Cancel)).Refused(out var faults, out _)
            ? ApiProblem.Of(call, faults)
            : ApiAnswer<ScopeBody>.Made(body.Value, $"/scopes/{body.Value.Name}");

    private static async Task<ApiDone> RemoveScopeAsync(ApiCall call, string scope, RemoveCustomScope remove) =>
        (await remove.RunAsync(call.Actor, call.PoolId, scope, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiAnswer<ApiPage<SigningKeyItem>>> KeysAsync(ApiCall call, ListKeys list) =>
        (await list.OfServerAsync(call.PoolId, call.Text("application"), call.Cancel)).Refused(out var faults, out var keys)
            ? ApiProblem.Of(call, faults)
            : new ApiPage<SigningKeyItem>([.. keys.Select(key => new SigningKeyItem(key.Kid, key.Algorithm, key.State, key.Application, key.CreatedAt, key.SignsFrom, key.LastsUntil))]);

    private static async Task<ApiAnswer<ApiPage<RotatedItem>>> RotateAsync(ApiCall call, ApiBody<RotateBody> body, RotateKeys rotate)
    {
        var wanted = body.Value;
        KeysToRotate input = new(call.PoolId, wanted.Application, wanted.Algorithm, wanted.Immediately, SharedOnly: wanted.Application is null && !wanted.All);
        return (await rotate.RunAsync(call.Actor, input, call.Cancel)).Refused(out var faults, out var rings)
            ? ApiProblem.Of(call, faults)
            : new ApiPage<RotatedItem>([.. rings.Select(ring => new RotatedItem(ring.Application, ring.Algorithm, ring.Kid, ring.SignsFrom, ring.RetiredKid))]);
    }

    private static async Task<ApiAnswer<ApiPage<PoolItem>>> PoolsAsync(ApiCall call, ListPools list)
    {
        if (!Place.IsName(call.After))
        {
            return Place.Wrong;
        }

        var page = await list.RunAsync(call.Text("search"), call.After, call.Cancel, call.Limit);
        return new ApiPage<PoolItem>([.. page.Pools.Select(PoolItem.Of)], page.Next);
    }

    private static async Task<ApiAnswer<PoolItem>> CreatePoolAsync(ApiCall call, ApiBody<NewPoolBody> body, CreatePool create) =>
        (await create.RunAsync(call.Actor, new NewPool(body.Value.Name, body.Value.Slug), call.Cancel)).Refused(out var faults, out var pool)
            ? ApiProblem.Of(call, faults)
            : ApiAnswer<PoolItem>.Made(PoolItem.Of(pool), $"/user-pools?search={pool.Slug}");
}

internal sealed record PoolBody(string Slug, string Name, bool SingleSignOn, int PasswordMinLength)
{
    public static PoolBody Of(PoolState pool) => new(pool.Slug, pool.Name, pool.SingleSignOn, pool.PasswordMinLength);
}

internal sealed record PoolChangeBody
{
    public string? Name { get; init; }

    public bool? SingleSignOn { get; init; }

    public int? PasswordMinLength { get; init; }

    public PoolSettings ToSettings(Guid poolId) => new() { PoolId = poolId, Name = Name, SingleSignOn = SingleSignOn, PasswordMinLength = PasswordMinLength };
}

/// <param name="Description">What the consent page says of it.</param>
internal sealed record ScopeBody(string Name, IReadOnlyList<ClaimBody> Claims, string? Description = null)
{
    public static ScopeBody Of(CustomScope scope) => new(scope.Name, [.. scope.Claims.Select(ClaimBody.Of)], scope.Description);

    public CustomScope ToScope() => new(Name, Description, [.. Claims.Select(claim => claim.ToClaim())]);
}

/// <param name="Application">The address of the application whose server it is; null for the pool's shared one.</param>
internal sealed record SigningKeyItem(
    string Kid, SigningAlgorithm Algorithm, KeyState State, string? Application, DateTimeOffset CreatedAt, DateTimeOffset? SignsFrom, DateTimeOffset? LastsUntil);

internal sealed record RotateBody
{
    /// <summary>Client id or address; left out: the pool's shared server.</summary>
    public string? Application { get; init; }

    /// <summary>Left out: each.</summary>
    public SigningAlgorithm? Algorithm { get; init; }

    /// <summary>The next key signs at once, also where it may not have been fetched yet.</summary>
    public bool Immediately { get; init; }

    /// <summary>Every server of the pool.</summary>
    public bool All { get; init; }
}

internal sealed record RotatedItem(string? Application, SigningAlgorithm Algorithm, string Kid, DateTimeOffset SignsFrom, string? RetiredKid);

internal sealed record PoolItem(string Slug, string Name, DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt)
{
    public static PoolItem Of(PoolSummary pool) => new(pool.Slug, pool.Name, pool.CreatedAt, pool.SuspendedAt);
}

internal sealed record NewPoolBody(string Name, string Slug);
