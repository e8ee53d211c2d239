using IdentitySource.Protocol;
using IdentitySource.Protocol.Authorize;

namespace IdentitySource.Server.SignIn;

/// <summary>An authorize request on its way through our pages.</summary>
/// <param name="ServerId">The authorization server it was made at.</param>
/// <param name="Parameters">As they came; every step judges them anew.</param>
/// <param name="Flow">What is remembered between the steps; null when the request has only been moved from a POST to a GET.</param>
/// <param name="Browser">SHA-256 of the browser's own cookie; null with a null flow.</param>
public sealed record FlowTicket(Guid ServerId, RequestParameters Parameters, Flow? Flow, byte[]? Browser);
