namespace IdentitySource.TestKit;

/// <summary>The rule of a specification that a test proves, such as <c>RFC 6749 §4.1.2</c>; the conformance table is made from these.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class SpecAttribute(string section) : Attribute
{
    public string Section { get; } = section;
}
