using Xunit;
using Xunit.Sdk;

namespace IdentitySource.TestKit.Databases;

/// <summary>A test that runs on every kind of store, or is skipped where one is not to be had (<see cref="NeedsSqlServerAttribute"/>).</summary>
[XunitTestCaseDiscoverer("IdentitySource.TestKit.Databases.StoreFactDiscoverer", "IdentitySource.TestKit")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreFactAttribute : FactAttribute;

/// <inheritdoc cref="StoreFactAttribute"/>
[XunitTestCaseDiscoverer("IdentitySource.TestKit.Databases.StoreTheoryDiscoverer", "IdentitySource.TestKit")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreTheoryAttribute : TheoryAttribute;
