using IdentitySource.Protocol;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.TestKit;

/// <summary>The parameters of a request as somebody writes them down, also wrongly. Each change makes a new one.</summary>
public sealed class SentRequest
{
    private readonly (string Name, string Value)[] pairs;

    private SentRequest((string Name, string Value)[] pairs) => this.pairs = pairs;

    public static SentRequest Of(params (string Name, string Value)[] pairs) => new(pairs);

    /// <summary>Form-encoded: a query string without its question mark, or a body.</summary>
    public string Encoded => string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"));

    public Result<RequestParameters> Parsed => RequestParameters.Parse(Encoded);

    /// <exception cref="InvalidOperationException">The request is one that cannot be parsed.</exception>
    public RequestParameters Parameters => Parsed.Value ?? throw new InvalidOperationException(Parsed.Error?.Reason);

    public string? this[string name] => Array.Find(pairs, pair => pair.Name == name).Value;

    /// <summary>Sets a parameter, replacing what it had.</summary>
    public SentRequest With(string name, string value) => Without(name).And(name, value);

    /// <summary>Adds a parameter, also one that is there already.</summary>
    public SentRequest And(string name, string value) => new([.. pairs, (name, value)]);

    public SentRequest Without(params string[] names) => new([.. pairs.Where(pair => !names.Contains(pair.Name))]);
}
