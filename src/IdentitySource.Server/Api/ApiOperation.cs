namespace IdentitySource.Server.Api;

/// <summary>Marks every route of the management API, so that <see cref="ApiGate"/> knows them whatever a path is spelled like.</summary>
internal sealed record ApiRoute;

/// <summary>What a route asks of a key, and what the reference says of it.</summary>
/// <param name="Scope">One of <see cref="Management.ApiKeys.ApiScopes"/>.</param>
/// <param name="Summary">A verb and its noun; the operation's id is made of it.</param>
internal sealed record ApiOperation(string Scope, string Summary, string? Description = null)
{
    /// <summary><c>List applications</c> becomes <c>listApplications</c>.</summary>
    public string Id
    {
        get
        {
            var words = Summary.Split([' ', '-', '\''], StringSplitOptions.RemoveEmptyEntries);
            return words[0].ToLowerInvariant() + string.Concat(words[1..].Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        }
    }
}

/// <summary>The parameters that a route takes in its query; any other is refused.</summary>
internal sealed record ApiQueryNames(IReadOnlyList<string> Names);

/// <summary>What a route answers when it went well.</summary>
/// <param name="Body">Null for 204.</param>
internal sealed record ApiSuccess(Type? Body);

/// <summary>The route makes something: 201 with its address.</summary>
internal sealed record ApiMakes;

/// <summary>The route heeds <c>If-Match</c> (RFC 9110 §13.1.1). Everywhere else the header is refused: a condition that nobody looks at is worse than none.</summary>
internal sealed record ApiVersioned;

/// <summary>The route makes signing keys, which costs a core for a while: it has a budget of its own, for all keys of a pool together.</summary>
internal sealed record ApiDear;

internal static class ApiOperations
{
    public static RouteHandlerBuilder Is(this RouteHandlerBuilder route, string scope, string summary, string? description = null) =>
        route.WithMetadata(new ApiOperation(scope, summary, description));

    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params string[] names) => route.WithMetadata(new ApiQueryNames(names));

    public static RouteHandlerBuilder Versioned(this RouteHandlerBuilder route) => route.WithMetadata(new ApiVersioned());

    public static RouteHandlerBuilder Dear(this RouteHandlerBuilder route) => route.WithMetadata(new ApiDear());

    public static RouteHandlerBuilder Makes(this RouteHandlerBuilder route) => route.WithMetadata(new ApiMakes());
}
