namespace IdentitySource.Server.Api;

/// <summary>The management API: what the console does, as JSON. Its rules are the operations'; here is only their form.</summary>
internal static class ApiRoutes
{
    public const string Root = "/api/v3";

    public static void MapApi(this IEndpointRouteBuilder address)
    {
        var api = address.MapGroup(Root).WithMetadata(new ApiRoute()).DisableAntiforgery();
        api.MapApplications();
        api.MapApplicationParts();
        api.MapAccessKeys();
        api.MapUsers();
        api.MapUserAccess();
        api.MapGroups();
        api.MapRoles();
        api.MapResources();
        api.MapPool();
        api.MapAdministrators();
        api.MapEvents();
        api.MapConfiguration();
    }
}
