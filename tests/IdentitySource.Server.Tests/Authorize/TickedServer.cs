using IdentitySource.Protocol;
using IdentitySource.TestKit.Http;

namespace IdentitySource.Server.Tests.Authorize;

/// <summary>A server with one application that may do everything in a browser.</summary>
public sealed class TickedServer : HostedServer
{
    private RelyingParty? shop;

    public async Task<RelyingParty> ShopAsync() => shop ??= await ApplicationAsync(input => input with
    {
        GrantTypes = ["authorization_code", "implicit", "refresh_token"],
        ResponseTypes = [.. ProtocolCatalog.ResponseTypes],
        AllowedOrigins = ["https://app.acme.test"],
    });

    /// <summary>With Ann, who has signed in to it a second ago.</summary>
    public async Task<SignedIn> InShopAsync()
    {
        SignedIn all = new(await ShopAsync(), Browser(), await AnnAsync());
        await all.Browser.SignInAsync(all.Application.AuthorizeUrl(), all.Person);
        Clock.AdvanceSeconds(1);
        return all;
    }
}
