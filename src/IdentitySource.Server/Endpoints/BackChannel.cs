using IdentitySource.Protocol;
using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Errors;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Endpoints;

/// <summary>What token, introspection and revocation have in common over HTTP: no caching, one form, a budget of failures, one way to refuse.</summary>
internal sealed class BackChannel(FailureBudget budget)
{
    /// <summary>Runs the endpoint; its refusal is written here, its value by <paramref name="answer"/>.</summary>
    public async Task RunAsync<T>(
        HttpContext http,
        Func<AuthorizationServer, ClientRequest, CancellationToken, Task<Result<T>>> endpoint,
        Func<HttpContext, T, Task> answer,
        CancellationToken cancel)
    {
        ProtocolAnswers.NoStore(http);
        if ((await ProtocolForm.ReadClientRequestAsync(http.Request, cancel)).Refused(out var error, out var request))
        {
            await ProtocolAnswers.RefuseAsync(http, error);
            return;
        }

        if ((await endpoint(Tenant.Of(http).Server, request, cancel)).Refused(out error, out var value))
        {
            await ProtocolAnswers.RefuseAsync(http, budget.Charge(http, request, error));
            return;
        }

        await answer(http, value);
    }
}
