using System.Text.Json;
using IdentitySource.Protocol.Claims;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IdentitySource.Storage.Entities;

/// <summary>A user pool's own scopes as one JSON text.</summary>
public sealed class CustomScopesJson() : ValueConverter<List<CustomScope>, string>(
    scopes => JsonSerializer.Serialize(scopes, JsonSerializerOptions.Default),
    text => JsonSerializer.Deserialize<List<CustomScope>>(text, JsonSerializerOptions.Default) ?? new List<CustomScope>())
{
    public static ValueComparer<List<CustomScope>> Comparer { get; } = new(
        (one, other) => JsonSerializer.Serialize(one, JsonSerializerOptions.Default) == JsonSerializer.Serialize(other, JsonSerializerOptions.Default),
        scopes => scopes.Count,
        scopes => scopes.ToList());
}
