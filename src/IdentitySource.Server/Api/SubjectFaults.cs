using IdentitySource.Management;

namespace IdentitySource.Server.Api;

/// <summary>A subject that a body names is a value of it, whatever the operation calls it: to the API it is the member <c>subject</c>.</summary>
internal static class SubjectFaults
{
    public static List<Fault> InBody(IReadOnlyList<Fault> faults) =>
        [.. faults.Select(fault => fault.Field is "user" or "role" or "group" or "access_key" ? fault with { Field = "subject" } : fault)];
}
