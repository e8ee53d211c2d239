using System.Globalization;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests;

/// <summary>The machine's language changes calendars, digits and the case of letters; the protocol has one language.</summary>
public class SpeakingInAnyCulture
{
    [Theory, Attack("UN-10")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    public async Task A_whole_flow_is_the_same_as_in_the_invariant_one(string name)
    {
        var expected = await FlowAsync(CultureInfo.InvariantCulture);

        Assert.Equal(expected, await FlowAsync(CultureInfo.GetCultureInfo(name)));
    }

    /// <summary>What comes of it, but for what is random.</summary>
    private static async Task<string> FlowAsync(CultureInfo culture)
    {
        var (before, uiBefore) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        try
        {
            MemoryProvider provider = new();
            var web = provider.Web().SignedIn();
            var tokens = await web.TokensAsync("openid offline_access profile email");
            var refused = (await web.AuthorizeAsync(web.AuthorizeRequest.With("max_age", "\u0661\u0662"))).Refusal();
            var claims = Jwt.Claims(tokens.IdToken!);
            string[] stable = ["exp", "iat", "auth_time", "nonce", "acr", "amr", "updated_at", "preferred_username"];
            return string.Join('\n', stable.Select(claim => claims.TryGetProperty(claim, out var value) ? value.GetRawText() : "-")
                .Append(tokens.ExpiresIn.ToString(CultureInfo.InvariantCulture)).Append(tokens.Scope).Append(refused.Reason).Append(refused.Description));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, uiBefore);
        }
    }
}
