using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.PostgreSql.Statements;

/// <summary>The statement about mails that wait.</summary>
internal static class OutboxSql
{
    public static OutboxStatements Statements { get; } = new()
    {
        Claim = """
            UPDATE outbox_mails mail SET attempts = mail.attempts + 1, next_attempt_at = @until, lease_until = @until
            WHERE mail.ctid = ANY (ARRAY(
                SELECT due.ctid FROM outbox_mails due WHERE due.next_attempt_at <= @now ORDER BY due.next_attempt_at LIMIT @limit FOR UPDATE SKIP LOCKED))
            RETURNING mail.pool_id, mail.id, mail.recipient, mail.subject, mail.protected_body, mail.attempts
            """,
    };
}
