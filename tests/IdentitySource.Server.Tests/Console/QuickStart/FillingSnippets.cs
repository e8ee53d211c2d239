using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.Server.Composition;
using IdentitySource.Server.Console.QuickStart;
using IdentitySource.Server.Tenancy;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Server.Tests.Console.QuickStart;

public class FillingSnippets
{
    private static readonly AddressPlan Plan = new("https://idp.test", AddressMode.Path);

    public static TheoryData<string, string> All
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (var snippet in SnippetCatalogue.All)
            {
                foreach (var method in new[] { "client_secret_post", "client_secret_basic", "none" })
                {
                    all.Add(snippet.Name, method);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Each_has_the_values_of_the_application_and_no_place_left(string name, string method)
    {
        var filled = Fill(name, Shop(method), secret: "the-secret");

        Assert.DoesNotContain("{{", filled, StringComparison.Ordinal);
        Assert.Contains("https://idp.test/apps/shop/oidc", filled, StringComparison.Ordinal);
        Assert.Contains("Corner shop", filled, StringComparison.Ordinal);
        Assert.Equal(method != "none" && name != "machine" && name != "spa", filled.Contains("the-secret", StringComparison.Ordinal));
    }

    [Theory, Attack("UI-08")]
    [MemberData(nameof(All))]
    public void Nothing_in_a_name_or_a_callback_makes_a_line_of_its_own(string name, string method)
    {
        var shop = Shop(method);
        var hostile = shop with { Name = "x\nrun\r\u2028run\u0085*/ --> \"'`$(id)", RedirectUris = ["https://rp.test/it's/$(id)/`id`?q=\"${HOME}\"&r=</script>"] };

        var (plain, filled) = (Fill(name, shop, "s"), Fill(name, hostile, "s"));

        Assert.Equal(plain.ReplaceLineEndings().Split(Environment.NewLine).Length, filled.ReplaceLineEndings().Split(Environment.NewLine).Length);
    }

    [Theory, Attack("AD-09")]
    [MemberData(nameof(All))]
    public void Without_the_secret_a_mask_stands_in_its_place(string name, string method)
    {
        var (whole, masked) = (Fill(name, Shop(method), "§§"), Fill(name, Shop(method), secret: null));
        Assert.Equal(whole, masked.Replace(SnippetValues.Mask, "§§", StringComparison.Ordinal));
    }

    [Fact]
    public void What_an_application_cannot_use_says_why()
    {
        Assert.Equal(["code", "secret"], Obstacles("spa", Shop("client_secret_post") with { ResponseTypes = ["id_token"] }));
        Assert.Equal(["machine"], Obstacles("machine", Shop("client_secret_post")));
        Assert.Equal(["symmetric"], Obstacles("go", Shop("client_secret_post") with { IdTokenAlgorithm = SigningAlgorithm.HS256 }));
        Assert.Empty(Obstacles("node", Shop("client_secret_post") with { IdTokenAlgorithm = SigningAlgorithm.HS256 }));
        Assert.Empty(Obstacles("spa", Shop("none")));
    }

    [Fact]
    public void Without_a_choice_it_is_the_first_that_the_application_can_use()
    {
        Assert.Equal("curl", SnippetCatalogue.Choose(Shop("none"), "nothing of that name").Name);
        Assert.Equal("machine", SnippetCatalogue.Choose(Shop("client_secret_post") with { GrantTypes = ["client_credentials"], ResponseTypes = [], RedirectUris = [] }, null).Name);
        Assert.Equal("environment", SnippetCatalogue.Choose(Shop("none") with { GrantTypes = ["implicit"], ResponseTypes = ["id_token"] }, null).Name);
    }

    private static IEnumerable<string> Obstacles(string name, ApplicationDetail application) =>
        SnippetCatalogue.Obstacles(SnippetCatalogue.All.Single(each => each.Name == name), application).Select(each => each.Slug);

    private static string Fill(string name, ApplicationDetail application, string? secret) =>
        SnippetCatalogue.All.Single(each => each.Name == name).Fill(SnippetValues.Of(application, Plan, secret));

    private static ApplicationDetail Shop(string method) => new(Guid.Empty, "Corner shop", "shop", ApplicationType.Web, 1)
    {
        Enabled = true,
        AccessByDefault = true,
        RedirectUris = ["https://rp.test/cb"],
        PostLogoutRedirectUris = [],
        AllowedOrigins = [],
        GrantTypes = ["authorization_code"],
        ResponseTypes = ["code"],
        TokenAuthentication = method,
        IntrospectionAuthentication = method,
        RevocationAuthentication = method,
        IdTokenAlgorithm = SigningAlgorithm.RS256,
        AccessTokenAlgorithm = SigningAlgorithm.RS256,
        Policy = new ApplicationPolicy(),
        NeedsSecret = method != "none",
        HasSecret = method != "none",
        PreviousSecretUntil = null,
        CreatedAt = default,
        UpdatedAt = default,
    };
}
