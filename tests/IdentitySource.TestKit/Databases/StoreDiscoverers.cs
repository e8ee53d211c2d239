using Xunit.Abstractions;
using Xunit.Sdk;

namespace IdentitySource.TestKit.Databases;

/// <summary>Finds the tests of <see cref="StoreFactAttribute"/>: by the class that runs them, as the method is inherited.</summary>
public sealed class StoreFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        SkippedTestCase.For(testMethod, DiagnosticMessageSink, discoveryOptions) ?? base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}

/// <summary>Likewise for theories; one that is skipped is one test, whatever its data.</summary>
public sealed class StoreTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        SkippedTestCase.For(testMethod, DiagnosticMessageSink, discoveryOptions) is { } skipped ? [skipped] : base.Discover(discoveryOptions, testMethod, factAttribute);
}

/// <summary>A test that cannot run here.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    /// <summary>For the runner, which fills it from what it wrote down.</summary>
    [Obsolete("Called by the runner")]
    public SkippedTestCase()
    {
    }

    private SkippedTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod testMethod)
        : base(messages, display, options, testMethod)
    {
    }

    internal static SkippedTestCase? For(ITestMethod testMethod, IMessageSink messages, ITestFrameworkDiscoveryOptions options) =>
        NeedsSqlServerAttribute.Server is null && testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsSqlServerAttribute).AssemblyQualifiedName).Any()
            ? new SkippedTestCase(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), testMethod)
            : null;

    protected override string GetSkipReason(IAttributeInfo factAttribute) => NeedsSqlServerAttribute.Reason;
}
