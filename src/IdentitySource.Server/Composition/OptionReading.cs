namespace IdentitySource.Server.Composition;

/// <summary>Reads single values; what cannot be read is a fault with the setting's name.</summary>
internal static class OptionReading
{
    /// <param name="name">From the root, with colons.</param>
    public static TEnum OneOf<TEnum>(IConfiguration configuration, string name, List<string> faults)
        where TEnum : struct, Enum
    {
        var text = configuration[name];
        if (text is null || (Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])))
        {
            return text is null ? default : Enum.Parse<TEnum>(text, ignoreCase: true);
        }

        faults.Add($"{name} '{text}' is none of {string.Join(", ", Enum.GetNames<TEnum>())}.");
        return default;
    }

    public static bool Switch(IConfiguration configuration, string name, bool whenUnset, List<string> faults)
    {
        var text = configuration[name];
        if (text is null || bool.TryParse(text, out _))
        {
            return text is null ? whenUnset : bool.Parse(text);
        }

        faults.Add($"{name} '{text}' is neither true nor false.");
        return whenUnset;
    }
}
