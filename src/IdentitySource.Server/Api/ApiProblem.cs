using System.Collections.Frozen;
using System.Globalization;
using IdentitySource.Management;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentitySource.Server.Api;

/// <summary>RFC 9457: the one form of every refusal of the management API, and the one place that says which status a fault has.</summary>
internal sealed class ApiProblem(int status, string reason, string detail) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>What the path names and the pool does not have. In a body the same would be a wrong value.</summary>
    private static readonly FrozenSet<string> Missing = FrozenSet.Create(
        StringComparer.Ordinal,
        "application application_unknown", "access_key access_key_unknown", "resource resource_unknown", "rule rule_unknown", "entry access_entry_unknown",
        "user user_unknown", "group group_unknown", "role role_unknown", "claim claim_unknown", "scope scope_unknown", "consent consent_unknown",
        "session session_unknown", "invitation invitation_unknown", "administrator administrator_unknown", "kid key_unknown");

    /// <summary>Not what was given is wrong, but what is there already.</summary>
    private static readonly FrozenSet<string> Conflicts = FrozenSet.Create(
        StringComparer.Ordinal,
        "administrator_last", "administrator_is_you", "operator_last", "owner_last", "keys_too_many", "user_is_yourself", "scope_is_resource", "resource_is_scope", "api_keys_too_many",
        "application_without_secret");

    /// <summary>Whether a failure on the way is told in this form. It may come before there is a route; then the path has to do.</summary>
    public static bool Suits(HttpContext http) => http.GetEndpoint() is { } endpoint
        ? endpoint.Metadata.GetMetadata<ApiRoute>() is not null
        : http.Request.Path.StartsWithSegments(ApiRoutes.Root, StringComparison.Ordinal);

    public int Status => status;

    public string Reason => reason;

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>RFC 6750 §3.</summary>
    public string? Challenge { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public static ApiProblem NotFound(string what) => new(StatusCodes.Status404NotFound, what + "_unknown", "This user pool has no such " + what.Replace('_', ' ') + ".");

    /// <summary>A request that could not be understood.</summary>
    public static ApiProblem Malformed(string reason, string field, string message) =>
        new(StatusCodes.Status400BadRequest, reason, "The request cannot be understood.") { Faults = [new Fault(field, reason, message)] };

    /// <summary>The version of the header is another one by now, or was never one.</summary>
    public static ApiProblem Outdated { get; } = new(
        StatusCodes.Status412PreconditionFailed, "changed_meanwhile", "What If-Match names is not the present version. Read it again and repeat.");

    /// <summary>What an operation refused.</summary>
    public static ApiProblem Of(ApiCall call, IReadOnlyList<Fault> faults)
    {
        var first = faults[0];
        return first.Reason == "changed_meanwhile" && call.IfMatch is not null ? Outdated : new ApiProblem(StatusOf(faults), first.Reason, first.Message) { Faults = faults };
    }

    public Task ExecuteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.Headers.WWWAuthenticate = Challenge;
        response.Headers.RetryAfter = RetryAfter is { } wait ? ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : response.Headers.RetryAfter;
        ProblemBody body = new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, reason, Reference.Of(http))
        {
            Errors = Faults.Count == 0 ? null : Faults.GroupBy(fault => fault.Field, StringComparer.Ordinal).ToDictionary(
                field => field.Key, field => (IReadOnlyList<ProblemFault>)[.. field.Select(fault => new ProblemFault(fault.Reason, fault.Message))], StringComparer.Ordinal),
        };
        return ProtocolAnswers.WriteAsync(http, body, ApiJson.Default.ProblemBody, ContentType);
    }

    private static int StatusOf(IReadOnlyList<Fault> faults) =>
        faults.Any(fault => Missing.Contains($"{fault.Field} {fault.Reason}")) ? StatusCodes.Status404NotFound
        : faults.Any(fault => fault.Reason == "passwords_busy") ? StatusCodes.Status503ServiceUnavailable
        : faults.Any(fault => fault.Reason.EndsWith("_beyond_api_keys", StringComparison.Ordinal)) ? StatusCodes.Status403Forbidden
        : faults.Any(fault => fault.Reason == "changed_meanwhile") || faults.All(IsConflict) ? StatusCodes.Status409Conflict
        : StatusCodes.Status422UnprocessableEntity;

    private static bool IsConflict(Fault fault) =>
        fault.Reason.EndsWith("_taken", StringComparison.Ordinal) || fault.Reason.EndsWith("_exists", StringComparison.Ordinal) || Conflicts.Contains(fault.Reason);
}

/// <param name="Reason">A slug that is unique for what is wrong.</param>
/// <param name="Reference">Of the request: it leads to the log.</param>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Reason, string Reference)
{
    /// <summary>By the name of the field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ProblemFault>>? Errors { get; init; }
}

internal sealed record ProblemFault(string Reason, string Message);
