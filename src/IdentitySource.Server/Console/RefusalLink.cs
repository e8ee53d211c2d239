using IdentitySource.Management.Events;
using IdentitySource.Server.Endpoints;

namespace IdentitySource.Server.Console;

/// <summary>From the reference of a refusal, which is all that an error page has, to its page in the logs.</summary>
internal static class RefusalLink
{
    public static void MapRefusalLink(this IEndpointRouteBuilder address) => address.MapGet("/console/{pool}/logs/refusal/{reference}", FindAsync);

    private static async Task<IResult> FindAsync(HttpContext http, string reference, ListEvents list, CancellationToken cancel)
    {
        var visit = ConsoleVisit.Of(http);
        var found = await list.FindAsync(visit.Pool!.Id, reference, cancel);
        return found.FirstOrDefault(each => each is { Administrative: false, Success: false }) is { } refusal
            ? new SeeOther(visit.At($"logs/{refusal.Id:N}"))
            : Results.NotFound();
    }
}
