using System.Reflection;
using IdentitySource.Storage.SqlServer;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>Errors of a server that is not here. The driver lets nobody make them, so they are made behind its back.</summary>
internal static class SqlServerErrors
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Assembly Driver = Assembly.Load(
        typeof(SqlServerStorage).Assembly.GetReferencedAssemblies().Single(each => each.Name == "Microsoft.Data.SqlClient"));

    public static Exception Of(int number, byte severity)
    {
        var (error, errors, exception) = (Type("SqlError"), Type("SqlErrorCollection"), Type("SqlException"));
        var all = Activator.CreateInstance(errors, nonPublic: true)!;
        errors.GetMethod("Add", Hidden)!.Invoke(all, [Make(error, number, severity)]);
        var create = exception.GetMethods(Hidden).Where(method => method.Name == "CreateException").MinBy(method => method.GetParameters().Length)!;
        return (Exception)create.Invoke(null, [all, "15.0.0"])!;
    }

    public static Exception BusyPool() =>
        (Exception)Driver.GetType("Microsoft.Data.Common.ADP", throwOnError: true)!.GetMethod("PooledOpenTimeout", Hidden)!.Invoke(null, null)!;

    private static object Make(Type error, int number, byte severity)
    {
        var constructor = error.GetConstructors(Hidden).MinBy(each => each.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.Name switch
        {
            "infoNumber" => number,
            "errorClass" => severity,
            _ when parameter.ParameterType == typeof(string) => "message",
            _ when parameter.ParameterType.IsValueType => Activator.CreateInstance(parameter.ParameterType),
            _ => null,
        })]);
    }

    private static Type Type(string name) => Driver.GetType($"Microsoft.Data.SqlClient.{name}", throwOnError: true)!;
}
