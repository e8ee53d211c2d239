using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Events;

namespace IdentitySource.Server.Console;

/// <summary>One request to the console, let in by the <see cref="ConsoleGate"/>: who, for which pool, as what.</summary>
/// <param name="Pool">The pool of the address; null for the pages that are about none.</param>
/// <param name="Role">In that pool; without one, an operator or a viewer.</param>
public sealed record ConsoleVisit(ConsoleVisitor Visitor, PoolSummary? Pool, ConsoleRole Role)
{
    public static ConsoleVisit Of(HttpContext http) =>
        Find(http) ?? throw new InvalidOperationException("The request did not come through the console's gate.");

    /// <summary>Null where nobody is signed in.</summary>
    public static ConsoleVisit? Find(HttpContext http) => http.Features.Get<ConsoleVisit>();

    /// <summary>The address of a page of this pool: <c>At("applications/new")</c>.</summary>
    public string At(string path = "") => $"{ConsoleRoutes.Root}/{Pool?.Slug}/{path}".TrimEnd('/');

    /// <summary>For the operations' audit entries.</summary>
    public Actor Actor(HttpContext http) =>
        new("administrator", Visitor.UserId, Reference.Of(http), http.Connection.RemoteIpAddress?.ToString(), UserAgent.Of(http));
}
