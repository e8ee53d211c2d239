namespace IdentitySource.Server.Composition;

/// <summary>The configuration is wrong; the message lists every fault, so that one try shows them all.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException()
    {
    }

    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public ConfigurationException(IReadOnlyList<string> faults)
        : base("The configuration is wrong:" + string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {fault}"))) => Faults = faults;

    public IReadOnlyList<string> Faults { get; } = [];
}
