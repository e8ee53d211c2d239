using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.ClientAuthentication;

/// <summary>The secret was refreshed; the one before it has an hour left.</summary>
public class RefreshingASecret
{
    private const string Next = "next-k7Jq0vXbW3m-8sYtR2nLcA6uPzE1dHfG5iKoBx";

    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public RefreshingASecret() => web = provider.Web(application => application with
    {
        SecretHash = NewApplication.Hash(Next),
        PreviousSecretHash = application.SecretHash,
        PreviousSecretUntil = provider.Clock.Now.AddHours(1),
    });

    private async Task<string> ReasonAsync(string secret)
    {
        var form = SentRequest.Of(("grant_type", "urn:x"), ("client_id", web.Application.ClientId), ("client_secret", secret));
        return (await web.TokenAsync(new ClientRequest(form.Parameters, null))).Error!.Reason;
    }

    [Fact]
    public async Task Both_prove_the_application_until_the_hour_is_over()
    {
        Assert.Equal("grant_type_unknown", await ReasonAsync(Next));
        Assert.Equal("grant_type_unknown", await ReasonAsync(NewApplication.Secret));
        provider.Clock.AdvanceSeconds(3599);
        Assert.Equal("grant_type_unknown", await ReasonAsync(NewApplication.Secret));
        provider.Clock.AdvanceSeconds(1);

        Assert.Equal("client_secret_wrong", await ReasonAsync(NewApplication.Secret));
        Assert.Equal("grant_type_unknown", await ReasonAsync(Next));
    }

    [Fact]
    public async Task Without_a_time_the_old_one_ends_at_once()
    {
        web.Change(application => application with { PreviousSecretUntil = DateTimeOffset.MinValue });

        Assert.Equal("client_secret_wrong", await ReasonAsync(NewApplication.Secret));
    }

    [Fact, Attack("CA-05")]
    public async Task A_time_without_an_old_one_lets_nobody_in()
    {
        web.Change(application => application with { PreviousSecretHash = null });

        Assert.Equal("client_secret_wrong", await ReasonAsync(NewApplication.Secret));
        Assert.Equal("client_secret_wrong", await ReasonAsync("wrong"));
    }

    [Fact]
    public async Task The_old_one_gives_a_disabled_or_public_application_nothing_back()
    {
        web.Change(application => application with { Enabled = false });
        Assert.Equal("client_disabled", await ReasonAsync(NewApplication.Secret));

        web.Change(application => application with { Enabled = true, Authentication = EndpointAuthentication.None });
        Assert.Equal("method_not_allowed_here", await ReasonAsync(NewApplication.Secret));
    }
}
