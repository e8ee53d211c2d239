using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace IdentitySource.TestKit.SqlServer;

/// <summary>The same query of the tables of another model. Queries that it holds in variables become a part of it, as they would.</summary>
internal sealed class TwinRoots(IModel model) : ExpressionVisitor
{
    protected override Expression VisitExtension(Expression node) => node is EntityQueryRootExpression root
        ? new EntityQueryRootExpression(model.FindEntityType(root.EntityType.Name)!)
        : base.VisitExtension(node);

    protected override Expression VisitMember(MemberExpression node) => Held(node) ?? base.VisitMember(node);

    protected override Expression VisitMethodCall(MethodCallExpression node) => Held(node) ?? base.VisitMethodCall(node);

    protected override Expression VisitConstant(ConstantExpression node) => node.Value is IQueryable query && query.Expression != node ? Visit(query.Expression) : node;

    private Expression? Held(Expression node) =>
        node.Type.IsAssignableTo(typeof(IQueryable)) && Evaluate(node) is IQueryable query ? Visit(query.Expression) : null;

    /// <summary>Null where it is no variable, property or set of a context.</summary>
    private static object? Evaluate(Expression? node) => node switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member when Evaluate(member.Expression) is { } of => field.GetValue(of),
        MemberExpression { Member: PropertyInfo property } member when Evaluate(member.Expression) is { } of => property.GetValue(of),
        MethodCallExpression { Method.Name: "Set", Arguments.Count: 0 } call when Evaluate(call.Object) is { } of => call.Method.Invoke(of, []),
        _ => null,
    };
}
