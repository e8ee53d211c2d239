using System.Text.Json;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Server.Api;

/// <summary>Resources of the pool, and who may do what with them.</summary>
internal static class ResourcesApi
{
    public static void MapResources(this IEndpointRouteBuilder api)
    {
        api.MapGet("/resources", ListAsync).Is(ApiScopes.ResourcesRead, "List resources", "By code.").Takes("after", "limit");
        api.MapPost("/resources", CreateAsync).Is(ApiScopes.ResourcesWrite, "Create a resource").Makes();
        api.MapPatch("/resources/{resource}", UpdateAsync).Is(ApiScopes.ResourcesWrite, "Update a resource", "Its code stays. Rules keep the names of actions that it has no more: they permit nothing.");
        api.MapDelete("/resources/{resource}", DeleteAsync).Is(ApiScopes.ResourcesWrite, "Delete a resource", "With all rules about it.");
        api.MapGet("/rules", RulesAsync).Is(ApiScopes.ResourcesRead, "List rules", "All of them, or those about one subject; then both parameters are needed. Oldest first.").Takes("subject_kind", "subject", "after", "limit");
        api.MapPost("/rules", AddAsync).Is(ApiScopes.ResourcesWrite, "Create a rule", "Allows or denies somebody actions on a resource.").Makes();
        api.MapDelete("/rules/{rule}", RemoveAsync).Is(ApiScopes.ResourcesWrite, "Delete a rule");
    }

    private static async Task<ApiAnswer<ApiPage<ResourceItem>>> ListAsync(ApiCall call, ListResources list) =>
        Place.IsName(call.After)
            ? ApiPage.Of(await list.PageAsync(call.PoolId, call.After, call.Limit, call.Cancel), row => new ResourceItem(row.Code, row.Type, row.Description, row.Actions, row.CreatedAt))
            : Place.Wrong;

    private static async Task<ApiAnswer<MadeBody>> CreateAsync(ApiCall call, ApiBody<NewResourceBody> body, CreateResource create)
    {
        NewResource input = new(call.PoolId, body.Value.Code, body.Value.Type, body.Value.Description, body.Value.Actions);
        return (await create.RunAsync(call.Actor, input, call.Cancel)).Refused(out var faults, out var id)
            ? ApiProblem.Of(call, faults)
            : ApiAnswer<MadeBody>.Made(new MadeBody(id.ToString("N")), $"/resources/{body.Value.Code}");
    }

    private static async Task<ApiDone> UpdateAsync(ApiCall call, string resource, ApiBody<ResourceChangeBody> body, UpdateResource update)
    {
        ResourceSettings settings = new(body.Value.Type, body.Value.Description, body.Value.Actions);
        return (await update.RunAsync(call.Actor, call.PoolId, resource, settings, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;
    }

    private static async Task<ApiDone> DeleteAsync(ApiCall call, string resource, DeleteResource delete) =>
        (await delete.RunAsync(call.Actor, call.PoolId, resource, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;

    private static async Task<ApiAnswer<ApiPage<RuleItem>>> RulesAsync(ApiCall call, ListRules list)
    {
        SubjectName? subject = null;
        if (call.Text("subject_kind") is not null || call.Text("subject") is not null)
        {
            var kind = Enum.GetValues<SubjectKind>().Select(each => (SubjectKind?)each).FirstOrDefault(each => JsonNamingPolicy.SnakeCaseLower.ConvertName(each!.Value.ToString()) == call.Text("subject_kind"));
            if (kind is null || call.Text("subject") is not { } text)
            {
                return ApiProblem.Malformed("parameter_malformed", "subject_kind", "A kind of subject and a subject belong together.");
            }

            subject = new SubjectName(kind.Value, text);
        }

        return !Place.IsId(call, out var after) ? Place.Wrong
            : (await list.PageAsync(call.PoolId, subject, after, call.Limit, call.Cancel)).Refused(out var faults, out var rules) ? ApiProblem.Of(call, faults)
            : ApiPage.Of(rules, RuleItem.Of);
    }

    private static async Task<ApiAnswer<MadeBody>> AddAsync(ApiCall call, ApiBody<NewRuleBody> body, AddRule add)
    {
        var rule = body.Value;
        NewRule input = new(call.PoolId, new SubjectName(rule.SubjectKind, rule.Subject), rule.Resource, rule.Instance, rule.Actions, rule.Allow);
        if ((await add.RunAsync(call.Actor, input, call.Cancel)).Refused(out var faults, out var id))
        {
            // A rule's resource is a value of its body as well, and its instance is called by another name there.
            return ApiProblem.Of(call, [.. SubjectFaults.InBody(faults).Select(fault =>
                fault.Reason == "resource_unknown" ? fault with { Reason = "rule_resource_unknown" } : fault.Field == "id" ? fault with { Field = "instance" } : fault)]);
        }

        return ApiAnswer<MadeBody>.Made(new MadeBody(id.ToString("N")), $"/rules/{id:N}");
    }

    private static async Task<ApiDone> RemoveAsync(ApiCall call, string rule, DeleteRule delete) =>
        (await delete.RunAsync(call.Actor, call.PoolId, rule, call.Cancel)).Refused(out var faults, out _) ? ApiProblem.Of(call, faults) : ApiDone.Done;
}

internal sealed record ResourceItem(string Code, ResourceType Type, string? Description, IReadOnlyList<string> Actions, DateTimeOffset CreatedAt);

internal sealed record NewResourceBody
{
    public required string Code { get; init; }

    public ResourceType Type { get; set; } = ResourceType.Api;

    /// <summary>Shown to people who are asked to consent.</summary>
    public string? Description { get; init; }

    public IReadOnlyList<string> Actions { get; set; } = [];
}

internal sealed record ResourceChangeBody
{
    public ResourceType? Type { get; init; }

    /// <summary>An empty text takes it away.</summary>
    public string? Description { get; init; }

    /// <summary>In place of the present ones.</summary>
    public IReadOnlyList<string>? Actions { get; init; }
}

/// <param name="Actions">Empty: every action.</param>
/// <param name="Instance">One thing of the resource; left out for all of them.</param>
internal sealed record RuleItem(string Id, bool Allow, SubjectKind SubjectKind, string Subject, string Resource, string? Instance, IReadOnlyList<string> Actions)
{
    public static RuleItem Of(ListedRule row) => new(row.Id.ToString("N"), row.Allow, row.SubjectKind, row.SubjectId.ToString("N"), row.Resource, row.Instance, row.Actions);
}

internal sealed record NewRuleBody
{
    public required SubjectKind SubjectKind { get; init; }

    /// <summary>An AK; a user's id, e-mail address, username or telephone number; a role's name; a group's code.</summary>
    public required string Subject { get; init; }

    /// <summary>Its code.</summary>
    public required string Resource { get; init; }

    /// <summary>One thing of the resource; left out for all of them.</summary>
    public string? Instance { get; init; }

    /// <summary>Empty: every action.</summary>
    public IReadOnlyList<string> Actions { get; set; } = [];

    public required bool Allow { get; init; }
}
