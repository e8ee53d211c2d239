using System.Globalization;
using IdentitySource.Management;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Server.Events;

namespace IdentitySource.Server.Api;

/// <summary>One request to the management API, let in by <see cref="ApiGate"/>: with which key, for which pool.</summary>
internal sealed record ApiCall(HttpContext Http, ApiKey Key)
{
    public Guid PoolId => Key.PoolId;

    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>For the operations' audit entries: the key, and not a person.</summary>
    public Actor Actor => new("api_key", null, Reference.Of(Http), Http.Connection.RemoteIpAddress?.ToString(), UserAgent.Of(Http))
    {
        Key = new ActingKey(Key.Id, Key.Name),
    };

    /// <summary>What was posted, read by the gate; null where the route takes nothing.</summary>
    public object? Body { get; init; }

    /// <summary>Its bytes, by which a repeated request is known.</summary>
    public ReadOnlyMemory<byte> Posted { get; init; }

    /// <summary>RFC 9110 §13.1.1: the version that a change was made on, without its quotes; null for any.</summary>
    public string? IfMatch { get; init; }

    public int Limit => Text("limit") is { } limit ? int.Parse(limit, CultureInfo.InvariantCulture) : ApiQuery.Usual;

    public string? After => Text("after");

    /// <summary>A parameter of the query; the gate has looked at it.</summary>
    public string? Text(string name) => Http.Request.Query[name] is [{ } text] ? text : null;

    public bool? Flag(string name) => Text(name) is { } text ? text == "true" : null;

    public DateTimeOffset? Moment(string name) => ApiQuery.Moment(Text(name));

    /// <summary>The parameter as an id; false when it is there and is none.</summary>
    public bool TryId(string name, out Guid? id)
    {
        id = Guid.TryParseExact(Text(name), "N", out var parsed) ? parsed : null;
        return id is not null || Text(name) is null;
    }

    /// <summary>The version as a number, from the header or else from the body; false when the header is there and is none.</summary>
    public bool TryVersion(long? posted, out long? version)
    {
        version = posted;
        if (IfMatch is null)
        {
            return true;
        }

        var known = long.TryParse(IfMatch, NumberStyles.None, CultureInfo.InvariantCulture, out var given);
        version = given;
        return known;
    }

    public static ApiCall Of(HttpContext http) =>
        http.Features.Get<ApiCall>() ?? throw new InvalidOperationException("The request did not come through the gate of the management API.");

    public static ValueTask<ApiCall?> BindAsync(HttpContext http) => ValueTask.FromResult<ApiCall?>(Of(http));
}
