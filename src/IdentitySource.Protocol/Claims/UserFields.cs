using System.Text.Json;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Claims;

/// <summary>What a custom claim may be taken from: <c>id</c>, each standard claim by its name, and <c>extended_fields.NAME</c>.</summary>
public static class UserFields
{
    private const string Id = "id";

    private const string OwnFields = "extended_fields.";

    public static bool Knows(string field) =>
        field == Id || ClaimSources.Knows(field) || (field.Length > OwnFields.Length && field.StartsWith(OwnFields, StringComparison.Ordinal));

    /// <summary>As the standard claim of the same field is written, under another name. A field that is not there is an unset one.</summary>
    internal static void Write(Utf8JsonWriter json, string claim, string field, Subject subject, ClaimsFormat format)
    {
        if (ClaimSources.Find(field) is { } rule)
        {
            rule.Write(json, claim, subject, format);
        }
        else if (field == Id)
        {
            json.WriteString(claim, subject.Id.ToString("N"));
        }
        else if (field.StartsWith(OwnFields, StringComparison.Ordinal))
        {
            WriteOwn(json, claim, field[OwnFields.Length..], subject.ExtendedFields, format);
        }
    }

    /// <summary>Of whatever JSON type the field is.</summary>
    private static void WriteOwn(Utf8JsonWriter json, string claim, string name, string? fields, ClaimsFormat format)
    {
        if (fields is not null)
        {
            using var all = JsonDocument.Parse(fields);
            if (all.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                json.WritePropertyName(claim);
                value.WriteTo(json);
                return;
            }
        }

        if (format == ClaimsFormat.Authing)
        {
            json.WriteNull(claim);
        }
    }
}
