using System.Collections.Frozen;
using System.Text.Json;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Revocation;
using IdentitySource.Protocol.Token;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;

namespace IdentitySource.Server.Events;

/// <summary>
/// What happens becomes an event row: who, what, which application, why, from where. The rows leave the request through the
/// journal and are written in batches.
/// </summary>
public sealed partial class EventTrail(EventJournal journal, FailureQuota quota, TimeProvider clock, ILogger<EventTrail> log)
{
    /// <summary>Made once, because every request that issues something needs one.</summary>
    private static readonly FrozenDictionary<(string Name, ProviderKind Provider), string> Details = MakeDetails();

    public static EventTrail Of(HttpContext http) => http.RequestServices.GetRequiredService<EventTrail>();

    /// <param name="poolId">Where the address is not one of the application's pool: the console's.</param>
    public void TokenIssued(HttpContext http, IssuedTokens issued, Guid? poolId = null) =>
        Write(http, "token_issued", issued.SubjectId, issued.ApplicationId, poolId: poolId, detail: issued.AccessKeyId is { } key
            ? $$"""{{Detail(http, issued.GrantType)[..^1]}},"access_key":"{{key:N}}"}"""
            : Detail(http, issued.GrantType));

    public void TokenRevoked(HttpContext http, RevocationAnswer answer)
    {
        if (answer.Revoked != Revoked.Nothing)
        {
            var foreign = answer.Revoked == Revoked.RefusedForeign;
            Write(http, "token_revoked", answer.SubjectId, answer.ApplicationId, foreign ? "token_of_other_application" : null, success: !foreign);
        }
    }

    public void Authorized(HttpContext http, Guid? userId, Guid applicationId, string responseType) =>
        Write(http, "authorized", userId, applicationId, detail: Detail(http, responseType));

    public void SignedIn(HttpContext http, Guid userId, Guid? applicationId) => Write(http, "sign_in", userId, applicationId);

    public void SignInFailed(HttpContext http, string reason, Guid? userId, Guid? applicationId)
    {
        LogRefusal(log, Reference.Of(http), AskedPath.Of(http), "sign_in", reason, applicationId, null);
        Write(http, "sign_in", userId, applicationId, reason, success: false);
    }

    public void Consented(HttpContext http, Guid userId, Guid applicationId, bool allowed) =>
        Write(http, "consent", userId, applicationId, allowed ? null : "person_denied", allowed);

    public void SignedOut(HttpContext http, Guid userId, Guid? applicationId, SignOutReach reach) => Write(
        http, "sign_out", userId, applicationId,
        detail: $$"""{"devices":"{{(reach.AllDevices ? "all" : "this")}}","applications":"{{(reach.AllApplications ? "all" : "this")}}"}""");

    /// <param name="poolId">The operators' pool, where the people of the console live, whatever the address is.</param>
    public void EnteredConsole(HttpContext http, Guid poolId, Guid userId) => Write(http, "console_sign_in", userId, null, poolId: poolId);

    /// <inheritdoc cref="EnteredConsole"/>
    public void ConsoleRefused(HttpContext http, Guid poolId, string reason, Guid? userId)
    {
        LogRefusal(log, Reference.Of(http), http.Request.Path, "console_sign_in", reason, null, poolId);
        Write(http, "console_sign_in", userId, null, reason, success: false, poolId: poolId);
    }

    /// <inheritdoc cref="EnteredConsole"/>
    public void LeftConsole(HttpContext http, Guid poolId, Guid userId) => Write(http, "console_sign_out", userId, null, poolId: poolId);

    /// <summary>One line in the log and one redacted trace in the trail: what was given, what was expected, which check.</summary>
    /// <param name="poolId">As for <see cref="TokenIssued"/>.</param>
    public void Refused(HttpContext http, ProtocolError error, Guid? applicationId = null, Guid? poolId = null)
    {
        applicationId ??= error.ApplicationId ?? ApplicationNamed(http, error);
        var tenant = http.Features.Get<Tenant>()?.Server;
        LogRefusal(log, Reference.Of(http), AskedPath.Of(http), error.Code, error.Reason, applicationId, poolId ?? tenant?.PoolId);
        Write(http, "refusal", error.SubjectId, applicationId, error.Reason, success: false, Trace(error, tenant?.Provider), poolId);
    }

    private static string Detail(HttpContext http, string name) => Details[(name, Tenant.Of(http).Server.Provider)];

    /// <summary>What was asked by; what the OAuth 2.0 provider gave says so, since it shares its applications with the other one.</summary>
    private static FrozenDictionary<(string Name, ProviderKind Provider), string> MakeDetails() => (
        from name in ProtocolCatalog.GrantTypes.Select(grant => (Kind: "grant_type", Name: grant))
            .Concat(ProtocolCatalog.ResponseTypes.Union(ProtocolCatalog.OAuthResponseTypes).Select(type => (Kind: "response_type", Name: type)))
        from provider in Enum.GetValues<ProviderKind>()
        select (Key: (name.Name, provider), Text: $$"""{"{{name.Kind}}":"{{name.Name}}"{{(provider == ProviderKind.OAuth ? ",\"provider\":\"oauth\"" : "")}}}"""))
        .ToFrozenDictionary(each => each.Key, each => each.Text);

    private void Write(
        HttpContext http, string kind, Guid? userId, Guid? applicationId, string? reason = null, bool success = true, string? detail = null,
        Guid? poolId = null)
    {
        if (http.Features.Get<Tenant>()?.Server is not { } server || (!success && !quota.Take(http)))
        {
            return;
        }

        var now = clock.GetUtcNow();
        journal.Write(new EventRow
        {
            PoolId = poolId ?? server.PoolId,
            Id = Guid.CreateVersion7(now),
            At = now,
            Kind = kind,
            Success = success,
            Reason = reason,
            UserId = userId,
            ApplicationId = applicationId,
            Reference = Reference.Of(http),
            RemoteAddress = http.Connection.RemoteIpAddress?.ToString(),
            UserAgent = Events.UserAgent.Of(http),
            Detail = detail,
        });
    }

    private static string Trace(ProtocolError error, ProviderKind? provider)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            json.WriteString("error", error.Code);
            json.WriteString("description", error.Description);
            if (provider == ProviderKind.OAuth)
            {
                json.WriteString("provider", "oauth");
            }

            json.WriteStartArray("evidence");
            foreach (var (name, value) in error.Evidence)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("value", Redaction.OfEvidence(value));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    private static Guid? ApplicationNamed(HttpContext http, ProtocolError error) =>
        http.Features.Get<Tenant>()?.Server.OnlyApplication?.Id
        ?? (Guid.TryParseExact(error.Evidence.FirstOrDefault(each => each.Name is "application" or "client_id")?.Value, "N", out var id) ? id : null);

    [LoggerMessage(EventId = 1, Level = LogLevel.Information,
        Message = "Refused {Reference} at {Path}: {Code} ({Reason}), application {ApplicationId}, pool {PoolId}")]
    private static partial void LogRefusal(ILogger log, string reference, string? path, string code, string reason, Guid? applicationId, Guid? poolId);
}
