using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.SqlServer.Statements;

/// <summary>The statement about mails that wait.</summary>
internal static class OutboxSql
{
    public static OutboxStatements Statements { get; } = new()
    {
        Claim = $"""
            {Batch.Alone}
            WITH due AS (
                SELECT TOP (@limit) mail.pool_id, mail.id, mail.recipient, mail.subject, mail.protected_body, mail.attempts, mail.next_attempt_at, mail.lease_until
                FROM outbox_mails AS mail {Held.OrPassedOver}
                WHERE mail.next_attempt_at <= @now ORDER BY mail.next_attempt_at
            )
            UPDATE due SET attempts = attempts + 1, next_attempt_at = @until, lease_until = @until
            OUTPUT inserted.pool_id, inserted.id, inserted.recipient, inserted.subject, inserted.protected_body, inserted.attempts;
            """,
    };
}
