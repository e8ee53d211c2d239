using System.Text.Json.Serialization;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Storage.Stores;

/// <summary>The JSON that the hot statements read.</summary>
[JsonSerializable(typeof(UserAddress))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class StoredJson : JsonSerializerContext;
