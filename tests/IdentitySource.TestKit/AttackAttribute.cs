namespace IdentitySource.TestKit;

/// <summary>The attack, by its row in the security test plan (such as <c>RU-01</c>), that a test carries out and sees refused.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class AttackAttribute(string row) : Attribute
{
    public string Row { get; } = row;
}
