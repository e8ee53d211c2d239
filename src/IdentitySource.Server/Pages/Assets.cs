using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticAssets;

namespace IdentitySource.Server.Pages;

/// <summary>
/// Addresses of our static files with the fingerprint in the name, so that a browser keeps them until they change. They start at the
/// root, not at the address of an application: one copy serves all.
/// </summary>
public sealed class Assets(EndpointDataSource endpoints)
{
    private readonly Lazy<FrozenDictionary<string, string>> routes = new(() => Read(endpoints));

    /// <param name="name">The file below <c>wwwroot/assets</c>.</param>
    public string this[string name] => "/" + routes.Value.GetValueOrDefault($"assets/{name}", $"assets/{name}");

    private static FrozenDictionary<string, string> Read(EndpointDataSource endpoints) =>
        endpoints.Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
            .OfType<StaticAssetDescriptor>()
            .Select(asset => (Label: asset.Properties.FirstOrDefault(each => each.Name == "label")?.Value, asset.Route))
            .Where(asset => asset.Label is not null)
            .DistinctBy(asset => asset.Label)
            .ToFrozenDictionary(asset => asset.Label!, asset => asset.Route);
}
