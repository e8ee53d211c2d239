using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IdentitySource.Storage.SqlServer;

/// <summary>
/// An id as its sixteen bytes, the first one first. <c>uniqueidentifier</c> sorts by its last six bytes: ids of version 7 would not
/// be in the order of their making, on which paging and merging rely.
/// </summary>
internal static class OrderedId
{
    public const string ColumnType = "binary(16)";

    public static ValueConverter<Guid, byte[]> Converter { get; } = new(id => id.ToByteArray(true), bytes => new Guid(bytes, true), new ConverterMappingHints(size: 16));
}
