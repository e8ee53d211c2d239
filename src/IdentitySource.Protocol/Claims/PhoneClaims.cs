namespace IdentitySource.Protocol.Claims;

/// <summary>The scope <c>phone</c>, OIDC Core §5.4.</summary>
public sealed class PhoneClaims : IClaimSource
{
    public string Scope => "phone";

    public IReadOnlyList<ClaimRule> Claims { get; } =
    [
        ClaimRule.Text("phone_number", subject => subject.PhoneNumber),
        ClaimRule.Flag("phone_number_verified", subject => subject.PhoneNumberVerified, subject => subject.PhoneNumber is not null),
    ];
}
