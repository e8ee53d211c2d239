using System.Text.Json;
using IdentitySource.Protocol.Applications;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IdentitySource.Storage.Entities;

/// <summary>An application's policy as one JSON text: a new rule needs no new column.</summary>
public sealed class PolicyJson() : ValueConverter<ApplicationPolicy, string>(
    policy => JsonSerializer.Serialize(policy, JsonSerializerOptions.Default),
    text => JsonSerializer.Deserialize<ApplicationPolicy>(text, JsonSerializerOptions.Default) ?? new ApplicationPolicy());
