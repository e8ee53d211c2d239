namespace IdentitySource.Protocol.Authorize;

/// <summary>
/// What is remembered of an interaction between its steps. It carries no authority: whether somebody signed in or allowed
/// something is read from the session and the consent, and only compared with <see cref="StartedAt"/>.
/// </summary>
/// <param name="StartedAt">When the request first came; a sign-in or consent counts as asked for when it is not older.</param>
/// <param name="ChosenSession">The session that the person picked at the account chooser.</param>
/// <param name="Denied">The person pressed deny, or cancel.</param>
public sealed record Flow(Guid Id, DateTimeOffset StartedAt, Guid? ChosenSession = null, bool Denied = false);
