using System.Reflection;
using IdentitySource.Management.Administration;

namespace IdentitySource.Server.Console;

/// <summary>What a page, a handler or a route asks of whoever calls it, where it is not the usual: a viewer may get, an administrator may post.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(ConsoleRole role) : Attribute
{
    public ConsoleRole Role => role;
}

/// <summary>The person must have proved who they are within the last five minutes, or is asked to now.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SensitiveAttribute : Attribute;

/// <summary>For those who are not signed in as well.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OpenAttribute : Attribute;

internal readonly record struct ConsoleDemand(ConsoleRole Role, bool Sensitive, bool Open)
{
    /// <summary>Of a handler, or of the page where the handler says nothing.</summary>
    public static ConsoleDemand Of(TypeInfo page, MethodInfo handler, string method) => new(
        (handler.GetCustomAttribute<NeedsAttribute>() ?? page.GetCustomAttribute<NeedsAttribute>())?.Role ?? Usual(method),
        handler.IsDefined(typeof(SensitiveAttribute)) || page.IsDefined(typeof(SensitiveAttribute)),
        handler.IsDefined(typeof(OpenAttribute)) || page.IsDefined(typeof(OpenAttribute)));

    /// <summary>Of a route that is no page.</summary>
    public static ConsoleDemand Of(EndpointMetadataCollection metadata, string method) => new(
        metadata.GetMetadata<NeedsAttribute>()?.Role ?? Usual(method),
        metadata.GetMetadata<SensitiveAttribute>() is not null,
        metadata.GetMetadata<OpenAttribute>() is not null);

    private static ConsoleRole Usual(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? ConsoleRole.Viewer : ConsoleRole.Administrator;
}
