using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>
/// Something that happened: a sign-in, a refusal, a token, a consent, an administrative act. It outlives what it speaks of, so
/// it has no foreign keys but the pool's.
/// </summary>
public sealed class EventRow : IPooled, IEntityTypeConfiguration<EventRow>
{
    /// <summary>Indexes of some of the rows alone. Which ones, each provider says in its own words.</summary>
    public const string Acts = "events_acts";
    public const string Refused = "events_refused";
    public const string Failures = "events_failures";
    public const string Successes = "events_successes";

    private const int KindLength = 40;
    private const int ReasonLength = 100;
    private const int ReferenceLength = 40;
    private const int RemoteAddressLength = 64;
    private const int UserAgentLength = 300;

    public required Guid PoolId { get; set; }

    /// <summary>Version 7: sorts by time.</summary>
    public required Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>What happened: <c>sign_in</c>, <c>token_issued</c>, <c>refusal</c> …</summary>
    public required string Kind { get; set; }

    public bool Success { get; set; }

    /// <summary>An act of an administrator, a command or the server itself: the audit trail. All else is what people and applications did.</summary>
    public bool Administrative { get; set; }

    /// <summary>The slug of the refusal, or null.</summary>
    public string? Reason { get; set; }

    public Guid? UserId { get; set; }

    public Guid? ApplicationId { get; set; }

    /// <summary>What the person or the application was shown, to find this again.</summary>
    public required string Reference { get; set; }

    public string? RemoteAddress { get; set; }

    public string? UserAgent { get; set; }

    /// <summary>The redacted trace as JSON: given, expected, which check. Never a secret, a code, a token or a verifier.</summary>
    public string? Detail { get; set; }

    /// <summary>
    /// Cut to what its columns hold, and of characters that every database stores: what a stranger sends must not keep its own
    /// event from being written.
    /// </summary>
    internal void Fit()
    {
        Kind = Fitted(Kind, KindLength);
        Reason = Reason is null ? null : Fitted(Reason, ReasonLength);
        Reference = Fitted(Reference, ReferenceLength);
        RemoteAddress = RemoteAddress is null ? null : Fitted(RemoteAddress, RemoteAddressLength);
        UserAgent = UserAgent is null ? null : Fitted(UserAgent, UserAgentLength);
        Detail = Detail is null ? null : Fitted(Detail, int.MaxValue);
    }

    private static string Fitted(string text, int length)
    {
        var cut = text.Length <= length ? text : text[..length];

        // Half of a pair has no encoding, and not every database takes a NUL.
        return cut.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') || cut.Contains('\0')
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)).Replace('\0', '\uFFFD')
            : cut;
    }

    public void Configure(EntityTypeBuilder<EventRow> row)
    {
        row.ToTable("events");
        row.HasKey(each => new { each.PoolId, each.Id });
        row.HasOne<UserPool>().WithMany().HasForeignKey(each => each.PoolId).OnDelete(DeleteBehavior.Cascade);
        row.Property(each => each.Kind).HasMaxLength(KindLength);
        row.Property(each => each.Reason).HasMaxLength(ReasonLength);
        row.Property(each => each.Reference).HasMaxLength(ReferenceLength);
        row.Property(each => each.RemoteAddress).HasMaxLength(RemoteAddressLength);
        row.Property(each => each.UserAgent).HasMaxLength(UserAgentLength);
        row.HasIndex(each => new { each.PoolId, each.Reference });
        row.HasIndex(each => new { each.PoolId, each.ApplicationId, each.Id });
        row.HasIndex(each => new { each.PoolId, each.UserId, each.Id });

        // Both are few among many: who looks for them does not read through all that went well.
        row.HasIndex(each => new { each.PoolId, each.Id }, Acts);
        row.HasIndex(each => new { each.PoolId, each.Id }, Refused);

        // For the sweeper, which keeps the two for different times; each row stands in one of them.
        row.HasIndex(each => each.At, Failures);
        row.HasIndex(each => each.At, Successes);
    }
}
