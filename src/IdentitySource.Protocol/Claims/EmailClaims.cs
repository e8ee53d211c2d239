namespace IdentitySource.Protocol.Claims;

/// <summary>The scope <c>email</c>, OIDC Core §5.4.</summary>
public sealed class EmailClaims : IClaimSource
{
    public string Scope => "email";

    public IReadOnlyList<ClaimRule> Claims { get; } =
    [
        ClaimRule.Text("email", subject => subject.Email),
        ClaimRule.Flag("email_verified", subject => subject.EmailVerified, subject => subject.Email is not null),
    ];
}
