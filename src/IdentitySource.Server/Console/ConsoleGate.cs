using System.Security.Claims;
using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Pages;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Console;

/// <summary>
/// Stands before every route of the console, pages or not: nobody comes in without a session, and nobody into a pool in which they
/// have no role. To them it does not exist. What a page asks beyond that is checked by <see cref="ConsoleActs"/>.
/// </summary>
public sealed class ConsoleGate(RequestDelegate next, ConsoleSignIn signIn, DescribePool pools, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not { } endpoint || !ConsoleRoutes.Has(endpoint))
        {
            await next(http);
            return;
        }

        var refusal = HoldsNul(http.Request) ? Results.BadRequest() : IsAtRoot(http) ? await AdmitAsync(http, endpoint) : Results.NotFound();
        await (refusal is null ? next(http) : refusal.ExecuteAsync(http));
    }

    /// <summary>Null when what the demand wants is there.</summary>
    internal static IResult? Judge(HttpContext http, ConsoleVisit visit, ConsoleDemand demand, DateTimeOffset now) =>
        visit.Role < demand.Role ? new HostedPage(new NoticeView(NoticeKind.RoleTooLow) { WayBack = new WayBack(ConsoleRoutes.Root) }, StatusCodes.Status403Forbidden)
        : demand.Sensitive && !visit.Visitor.HasProven(now) ? new SeeOther($"{ConsoleRoutes.Root}/confirm?return={Uri.EscapeDataString(PageOf(http))}")
        : null;

    /// <summary>The address to come back to; a form that was posted is to be filled in again, not to be sent.</summary>
    internal static string PageOf(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : http.Request.Path;

    private async Task<IResult?> AdmitAsync(HttpContext http, Endpoint endpoint)
    {
        var cancel = http.RequestAborted;
        var isPage = endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null;
        var demand = ConsoleDemand.Of(endpoint.Metadata, http.Request.Method);
        if (await signIn.FindAsync(http, cancel, UnattendedAttribute.Is(http, endpoint)) is not { } visitor)
        {
            return demand.Open ? null : new SeeOther($"{ConsoleRoutes.Root}/sign-in?return={Uri.EscapeDataString(PageOf(http))}");
        }

        // Antiforgery tokens are bound to it: a form of one session cannot be posted in another.
        http.User = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, $"console.{visitor.UserId:N}.{visitor.Session.Id:N}")], authenticationType: "console"));

        if (await VisitAsync(http, visitor, cancel) is not { } visit)
        {
            return Results.NotFound();
        }

        http.Features.Set(visit);
        return isPage ? null : Judge(http, visit, demand, clock.GetUtcNow());
    }

    /// <summary>Null for a pool that does not exist or is not theirs, which is the same to them.</summary>
    private async Task<ConsoleVisit?> VisitAsync(HttpContext http, ConsoleVisitor visitor, CancellationToken cancel)
    {
        if (http.GetRouteValue(ConsoleRoutes.PoolParameter) is not string slug)
        {
            return new ConsoleVisit(visitor, null, visitor.IsOperator ? ConsoleRole.Operator : ConsoleRole.Viewer);
        }

        var pool = await pools.FindAsync(slug, cancel);
        var role = pool is null ? ConsoleRole.None : visitor.RoleIn(pool.Id);
        return role == ConsoleRole.None || (pool!.SuspendedAt is not null && role != ConsoleRole.Operator) ? null : new ConsoleVisit(visitor, pool, role);
    }

    /// <summary>The one character that no text of the database holds: refused here, and no page has to think of it.</summary>
    private static bool HoldsNul(HttpRequest request) =>
        request.Path.Value?.Contains('\0', StringComparison.Ordinal) == true || request.Query.Any(field => field.Value.Any(HoldsNul));

    internal static bool HoldsNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;

    /// <summary>The console has one address: that of the deployment, not of an application or a pool.</summary>
    private static bool IsAtRoot(HttpContext http) =>
        !http.Request.PathBase.HasValue && http.Features.Get<Tenant>() is { Server.OnlyApplication: null };
}
