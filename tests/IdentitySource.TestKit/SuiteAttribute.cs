namespace IdentitySource.TestKit;

/// <summary>The module of the OpenID conformance suite, such as <c>oidcc-server</c>, whose checks a test repeats.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class SuiteAttribute(string module) : Attribute
{
    public string Module { get; } = module;
}
