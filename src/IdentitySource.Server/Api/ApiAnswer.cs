using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using IdentitySource.Management;
using IdentitySource.Server.Endpoints;
using Microsoft.AspNetCore.Http.Metadata;

namespace IdentitySource.Server.Api;

/// <summary>What a handler answers: a body, or a problem. Its type is what the reference says of the route.</summary>
internal sealed class ApiAnswer<T> : IResult, IEndpointMetadataProvider
    where T : class
{
    private readonly T? value;
    private readonly ApiProblem? problem;

    private ApiAnswer(T? value, ApiProblem? problem) => (this.value, this.problem) = (value, problem);

    /// <summary>Where what was made is found.</summary>
    public string? Location { get; init; }

    public static implicit operator ApiAnswer<T>(T value) => new(value, null);

    public static implicit operator ApiAnswer<T>(ApiProblem problem) => new(null, problem);

    public static ApiAnswer<T> Made(T value, string path) => new(value, null) { Location = ApiRoutes.Root + path };

    public Task ExecuteAsync(HttpContext http)
    {
        if (problem is not null)
        {
            return problem.ExecuteAsync(http);
        }

        http.Response.StatusCode = Location is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        http.Response.Headers.Location = Location;
        if (value is IVersioned versioned)
        {
            http.Response.Headers.ETag = $"\"{versioned.Tag}\"";
        }

        return ProtocolAnswers.WriteAsync(http, value!, (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(new ApiSuccess(typeof(T)));
}

/// <summary>204: it is done, and there is nothing to say.</summary>
internal sealed class ApiDone : IResult, IEndpointMetadataProvider
{
    private readonly ApiProblem? problem;

    private ApiDone(ApiProblem? problem) => this.problem = problem;

    public static ApiDone Done { get; } = new(null);

    public static implicit operator ApiDone(ApiProblem problem) => new(problem);

    public Task ExecuteAsync(HttpContext http)
    {
        if (problem is not null)
        {
            return problem.ExecuteAsync(http);
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(new ApiSuccess(null));
}

/// <summary>A body whose version is an entity tag as well (RFC 9110 §8.8.3).</summary>
internal interface IVersioned
{
    string Tag { get; }
}

/// <param name="Next">What the next page begins after; absent on the last one.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next = null);

internal static class ApiPage
{
    public static ApiPage<T> Of<TRow, T>(Paged<TRow> page, Func<TRow, T> item) => new([.. page.Items.Select(item)], page.Next);
}
