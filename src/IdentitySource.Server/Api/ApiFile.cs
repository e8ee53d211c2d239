using System.Reflection;
using System.Text;
using IdentitySource.Management.Configuration;
using Microsoft.AspNetCore.Http.Metadata;

namespace IdentitySource.Server.Api;

/// <summary>A configuration as it is written to a file, byte for byte.</summary>
internal sealed class ApiFile(string text, string type) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext http)
    {
        http.Response.ContentType = type;
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted).AsTask();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(new ApiSuccess(typeof(PoolConfiguration)));
}
