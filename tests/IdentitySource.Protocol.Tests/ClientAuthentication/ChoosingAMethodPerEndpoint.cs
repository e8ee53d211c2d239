using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.ClientAuthentication;

/// <summary>Three endpoints with a setting each: every method at every endpoint, against every method that a caller may try.</summary>
[Spec("RFC 6749 §2.3"), Spec("RFC 7662 §2.1"), Spec("RFC 7009 §2.1")]
public class ChoosingAMethodPerEndpoint
{
    private const string Both = "both";

    private static readonly string[] Methods = ["client_secret_post", "client_secret_basic", "none"];

    private readonly MemoryProvider provider = new();

    public static IEnumerable<object[]> All { get; } =
    [
        .. from endpoint in Enum.GetValues<AuthenticatedEndpoint>()
           from set in Methods
           from used in Methods.Append(Both)
           select (object[])[endpoint, set, used],
    ];

    [Theory, MemberData(nameof(All)), Attack("CA-03"), Attack("CA-04")]
    public async Task The_one_that_is_set_lets_in_and_no_other_and_no_two(AuthenticatedEndpoint endpoint, string set, string used)
    {
        // The other two endpoints have other settings, which must not count here.
        var next = Methods[(Array.IndexOf(Methods, set) + 1) % 3];
        var web = provider.Web(application => application with
        {
            Authentication = endpoint switch
            {
                AuthenticatedEndpoint.Token => new EndpointAuthentication(set, next, next),
                AuthenticatedEndpoint.Introspection => new EndpointAuthentication(next, set, next),
                _ => new EndpointAuthentication(next, next, set),
            },
        });
        var form = SentRequest.Of(("grant_type", "urn:x"), ("token", "x"));
        var request = used == Both
            ? web.Proven(form, "client_secret_post") with { Authorization = MemoryRelyingParty.Basic(web.Application.ClientId, NewApplication.Secret) }
            : web.Proven(form, used);

        var reason = endpoint switch
        {
            AuthenticatedEndpoint.Token => (await provider.Token.HandleAsync(web.Server, request, default)).Error?.Reason,
            AuthenticatedEndpoint.Introspection => (await provider.Introspection.HandleAsync(web.Server, request, default)).Error?.Reason,
            _ => (await provider.Revocation.HandleAsync(web.Server, request, default)).Error?.Reason,
        };

        Assert.Equal(
            used == Both ? "two_authentication_methods"
            : used != set ? "method_not_allowed_here"
            : endpoint == AuthenticatedEndpoint.Token ? "grant_type_unknown" : null,
            reason);
    }
}
