using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Applications;

public class RefusingAnApplication(TestDeployment deployment) : ApplicationWork(deployment)
{
    [Theory]
    [InlineData("", "address_missing")]
    [InlineData("under_score", "address_malformed")]
    [InlineData("two words", "address_malformed")]
    [InlineData("dotted.name", "address_malformed")]
    [InlineData("-first", "address_malformed")]
    [InlineData("last-", "address_malformed")]
    [InlineData("größe", "address_malformed")]
    [InlineData("аpple", "address_malformed")]
    [InlineData("a/b", "address_malformed")]
    [InlineData("xn--pple-43d", "address_encoded")]
    [InlineData("www", "address_reserved")]
    [InlineData("Console", "address_reserved")]
    [InlineData("sign-in", "address_reserved")]
    [InlineData("health", "address_reserved")]
    [InlineData("0198c0de00007000800000000000cafe", "address_like_id")]
    [InlineData("0198C0DE00007000800000000000CAFE", "address_like_id")]
    public async Task An_address_that_is_no_label_or_not_free(string address, string reason) =>
        Assert.Equal([reason], await ReasonsAsync(Input() with { Address = address }));

    [Fact]
    public async Task An_address_of_64_characters_is_too_long_and_of_63_is_not()
    {
        Assert.Equal(["address_malformed"], await ReasonsAsync(Input() with { Address = new string('a', 64) }));
        Assert.Empty(await ReasonsAsync(Input() with { Address = new string('a', 63) }));
    }

    [Theory, Attack("UN-05")]
    [InlineData("", "name_missing")]
    [InlineData("   ", "name_missing")]
    [InlineData("Net\u200Bwork", "name_malformed")]
    [InlineData("\u202Ekrowten", "name_malformed")]
    [InlineData("line\nbreak", "name_malformed")]
    public async Task A_name_that_cannot_be_shown(string name, string reason) => Assert.Equal([reason], await ReasonsAsync(Input() with { Name = name }));

    [Fact]
    public async Task A_name_that_is_too_long() => Assert.Equal(["name_too_long"], await ReasonsAsync(Input() with { Name = new string('n', 201) }));

    [Theory]
    [InlineData("https://app.acme.test/")]
    [InlineData("https://APP.acme.test")]
    [InlineData("https://app.acme.test/path")]
    [InlineData("app.acme.test")]
    [InlineData("null")]
    [InlineData("https://*.acme.test")]
    [InlineData("https://app.acme.test:443")]
    [InlineData("https://bücher.test")]
    [InlineData("https://app.acme.test; script-src *")]
    public async Task An_origin_that_no_browser_sends(string origin) =>
        Assert.Equal(["origin_malformed"], await ReasonsAsync(Input() with { AllowedOrigins = [origin] }));

    [Fact, Attack("OV-11")]
    public async Task More_addresses_than_anybody_needs() => Assert.Equal(
        ["too_many_addresses"],
        await ReasonsAsync(Input() with { RedirectUris = [.. Enumerable.Range(0, 101).Select(number => $"https://rp.acme.test/cb/{number}")] }));

    [Fact]
    public async Task Modes_that_do_not_exist_or_do_not_go_together()
    {
        Assert.Equal(["grant_type_unknown"], await ReasonsAsync(Input() with { GrantTypes = ["authorization_code", "magic"] }));
        Assert.Equal(["response_type_unknown"], await ReasonsAsync(Input() with { ResponseTypes = ["code", "magic"] }));
        Assert.Equal(["return_type_needs_mode"], await ReasonsAsync(Input() with { GrantTypes = ["client_credentials"], ResponseTypes = ["code"] }));
        Assert.Equal(["mode_needs_return_type"], await ReasonsAsync(Input() with { ResponseTypes = [] }));
        Assert.Equal(["redirect_uri_missing"], await ReasonsAsync(Input() with { RedirectUris = [] }));
    }

    [Theory]
    [InlineData("authorization_code", "redirect_uri_missing")]
    [InlineData("implicit", "redirect_uri_missing")]
    [InlineData("password", "")]
    public async Task A_callback_is_missed_once_whichever_providers_need_it(string grant, string reason)
    {
        var input = Input() with { RedirectUris = [], Policy = new ApplicationPolicy { OAuth = new OAuthProvider { GrantTypes = [grant] } } };

        Assert.Equal(["redirect_uri_missing"], await ReasonsAsync(input));
        Assert.Equal(reason, string.Join(' ', await ReasonsAsync(input with { GrantTypes = ["client_credentials"], ResponseTypes = [] })));
    }

    [Theory, Attack("RT-12")]
    [InlineData("authorization_code", "code;code id_token", "return_type_needs_mode")]
    [InlineData("authorization_code", "code;id_token", "return_type_needs_mode")]
    [InlineData("authorization_code;implicit", "code", "mode_needs_return_type")]
    [InlineData("authorization_code;implicit", "id_token", "mode_needs_return_type")]
    [InlineData("implicit", "none", "mode_needs_return_type")]
    [InlineData("client_credentials", "none", "return_type_needs_mode")]
    [InlineData("implicit", "code token", "return_type_needs_mode")]
    [InlineData("implicit", "id_token;none", null)]
    [InlineData("implicit", "token id_token", null)]
    [InlineData("authorization_code;implicit", "token code", null)]
    [InlineData("authorization_code;implicit", "code;none;id_token code", null)]
    public async Task A_mode_works_only_with_its_return_types(string grants, string types, string? reason) => Assert.Equal(
        reason is null ? [] : [reason], await ReasonsAsync(Input() with { GrantTypes = grants.Split(';'), ResponseTypes = types.Split(';') }));

    [Theory, Spec("RFC 6749 §4.2.2")]
    [InlineData("implicit;refresh_token", "id_token", "refresh_token_needs_mode")]
    [InlineData("client_credentials;refresh_token", "", "refresh_token_needs_mode")]
    [InlineData("implicit;password;refresh_token", "id_token", null)]
    [InlineData("authorization_code;implicit;refresh_token", "code id_token", null)]
    public async Task Refresh_tokens_come_only_beside_a_mode_that_gives_some(string grants, string types, string? reason) => Assert.Equal(
        reason is null ? [] : [reason],
        await ReasonsAsync(Input() with { GrantTypes = grants.Split(';'), ResponseTypes = types.Split(';', StringSplitOptions.RemoveEmptyEntries) }));

    [Fact, Spec("OIDC Core §3.2.2.1")]
    public async Task A_plain_http_callback_unless_the_application_has_the_switch_for_it()
    {
        var input = Input() with { RedirectUris = ["http://intranet.acme.test/cb"] };
        ApplicationPolicy open = new() { AllowHttpImplicitCallback = true };

        Assert.Equal(["redirect_uri_not_https"], await ReasonsAsync(input));
        Assert.Empty(await ReasonsAsync(input with { Policy = open }));
        Assert.Equal(["redirect_uri_not_https"], await ReasonsAsync(input with { Address = "other-intranet", Policy = open, PostLogoutRedirectUris = ["http://intranet.acme.test/bye"] }));
        Assert.Equal(["redirect_uri_scheme"], await ReasonsAsync(input with { Address = "other-intranet", Policy = open, RedirectUris = ["ftp://intranet.acme.test/cb"] }));
    }

    [Fact, Spec("RFC 6749 §2.1"), Spec("RFC 8252 §8.5")]
    public async Task A_secret_where_none_can_be_kept_and_none_where_one_is_needed()
    {
        Assert.Equal(["authentication_unknown"], await ReasonsAsync(Input() with { TokenAuthentication = "magic", IntrospectionAuthentication = "none", RevocationAuthentication = "none" }));
        Assert.Equal(["secret_cannot_be_kept"], await ReasonsAsync(Input() with { Type = ApplicationType.Spa, IntrospectionAuthentication = "client_secret_basic" }));
        Assert.Equal(
            ["secret_cannot_be_kept", "secret_cannot_be_kept", "secret_cannot_be_kept"],
            await ReasonsAsync(Input() with { Type = ApplicationType.Native, TokenAuthentication = "client_secret_post" }));
        Assert.Equal(["secret_needed"], await ReasonsAsync(Input() with { Type = ApplicationType.Machine, RevocationAuthentication = "none" }));
    }

    [Fact, Spec("RFC 9700 §4.14.2")]
    public async Task Refresh_tokens_that_are_not_rotated_without_a_secret() => Assert.Equal(
        ["rotation_needed"],
        await ReasonsAsync(Input() with { Type = ApplicationType.Spa, Policy = new ApplicationPolicy { RotateRefreshTokens = false } }));

    [Fact]
    public async Task Algorithms_that_nobody_else_could_verify()
    {
        Assert.Equal(
            ["id_token_algorithm_needs_secret"],
            await ReasonsAsync(Input() with { IdTokenAlgorithm = SigningAlgorithm.HS256, TokenAuthentication = "none", IntrospectionAuthentication = "client_secret_post" }));
        Assert.Equal(["access_token_algorithm_unsupported"], await ReasonsAsync(Input() with { AccessTokenAlgorithm = SigningAlgorithm.HS256 }));
    }

    public static TheoryData<ApplicationPolicy, string> Lifetimes => new()
    {
        { new() { CodeLifetime = TimeSpan.FromSeconds(601) }, "code_lifetime_out_of_range" },
        { new() { CodeLifetime = TimeSpan.Zero }, "code_lifetime_out_of_range" },
        { new() { IdTokenLifetime = TimeSpan.FromSeconds(-1) }, "id_token_lifetime_out_of_range" },
        { new() { AccessTokenLifetime = TimeSpan.FromDays(31) }, "access_token_lifetime_out_of_range" },
        { new() { RefreshTokenLifetime = TimeSpan.FromSeconds(1) }, "refresh_token_lifetime_out_of_range" },
        { new() { RefreshAbsoluteLifetime = TimeSpan.FromDays(29) }, "refresh_absolute_lifetime_out_of_range" },
        { new() { RefreshReuseWindow = TimeSpan.FromMinutes(6) }, "refresh_reuse_window_out_of_range" },
    };

    [Theory, Spec("RFC 6749 §4.1.2")]
    [MemberData(nameof(Lifetimes), DisableDiscoveryEnumeration = true)]
    public async Task A_lifetime_out_of_all_proportion(ApplicationPolicy policy, string reason) =>
        Assert.Equal([reason], await ReasonsAsync(Input() with { Policy = policy }));

    public static TheoryData<double> Absurd => new(0, -1, int.MinValue, int.MaxValue, uint.MaxValue, TimeSpan.MaxValue.TotalSeconds - 1, TimeSpan.MinValue.TotalSeconds + 1);

    [Theory, Attack("CK-08")]
    [MemberData(nameof(Absurd))]
    public async Task Lifetimes_that_no_calendar_holds(double seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        ApplicationPolicy policy = new()
        {
            CodeLifetime = span,
            IdTokenLifetime = span,
            AccessTokenLifetime = span,
            RefreshTokenLifetime = span,
            RefreshAbsoluteLifetime = span,
            RefreshReuseWindow = span,
        };

        var reasons = await ReasonsAsync(Input() with { Policy = policy });

        Assert.Superset(
            new HashSet<string>(["code_lifetime_out_of_range", "id_token_lifetime_out_of_range", "access_token_lifetime_out_of_range", "refresh_token_lifetime_out_of_range"]),
            reasons.ToHashSet());
        Assert.Equal(seconds != 0, reasons.Contains("refresh_reuse_window_out_of_range"));
    }
}
