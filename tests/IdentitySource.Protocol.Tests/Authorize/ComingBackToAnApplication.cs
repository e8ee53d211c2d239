using IdentitySource.Protocol.Authorize;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary>Somebody signed out of one application; the session still serves the others.</summary>
public class ComingBackToAnApplication
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public ComingBackToAnApplication() => web = provider.Web().SignedIn();

    [Fact]
    public async Task They_are_asked_once_and_then_signed_in_as_before()
    {
        web.Leave();
        Assert.Equal(Ask.ChooseAccount, (await web.AuthorizeAsync()).Asked());

        Flow chosen = new(Guid.NewGuid(), provider.Clock.Now, ChosenSession: web.Session!.Id);
        Assert.NotEmpty((await web.AuthorizeAsync(flow: chosen)).Code());

        Assert.NotEmpty((await web.AuthorizeAsync()).Code());
    }

    [Fact, Spec("OIDC Core §3.1.2.6")]
    public async Task Without_a_page_the_application_learns_that_somebody_must_sign_in()
    {
        web.Leave();

        var error = (await web.AuthorizeAsync(web.AuthorizeRequest.With("prompt", "none"))).Refusal();

        Assert.Equal(("login_required", "signed_out_of_application"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task Who_has_not_got_their_answer_has_not_come_back()
    {
        web.Leave();
        Flow chosen = new(Guid.NewGuid(), provider.Clock.Now, ChosenSession: web.Session!.Id);
        await web.AuthorizeAsync(flow: chosen with { Denied = true });

        Assert.Equal("flow_already_finished", (await web.AuthorizeAsync(flow: chosen)).Page().Reason);

        Assert.Equal(Ask.ChooseAccount, (await web.AuthorizeAsync()).Asked());
    }
}
