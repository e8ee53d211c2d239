using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace IdentitySource.Server.Api;

/// <summary>What was posted. <see cref="ApiBodyReader"/> has read it before the handler runs, so that a refusal has one form.</summary>
internal sealed record ApiBody<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class
{
    public static ValueTask<ApiBody<T>?> BindAsync(HttpContext http) =>
        ValueTask.FromResult<ApiBody<T>?>(new ApiBody<T>((T)(ApiCall.Of(http).Body ?? throw new InvalidOperationException("The body has not been read."))));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new ApiAccepts(typeof(T)));
}

/// <summary>What a route takes. Not the framework's own: by that, routing would refuse a body before anybody asked for a key.</summary>
internal sealed record ApiAccepts(Type RequestType);
