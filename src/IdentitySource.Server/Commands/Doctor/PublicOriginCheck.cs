using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Server.Commands.Doctor;

/// <summary>
/// Goes the way of a browser: asks the public origin from here and judges by the answer whether a proxy in front leads to a server of
/// this deployment and keeps the host that was asked for.
/// </summary>
internal static class PublicOriginCheck
{
    private const string Name = "public origin";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken cancel)
    {
        // A redirect is a finding, and a forward proxy of this machine's is not on the browser's way.
        using SocketsHttpHandler handler = new() { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        using HttpClient client = new(handler) { Timeout = Patience };
        return [await LookAsync(patient, client, cancel)];
    }

    private static async Task<Finding> LookAsync(Patient patient, HttpClient client, CancellationToken cancel)
    {
        var plan = patient.Get<AddressPlan>();
        var issuer = AddressPlan.Issuer(plan.PublicOrigin);
        try
        {
            using var answer = await client.GetAsync(new Uri(issuer + "/.well-known/openid-configuration"), cancel);
            return answer.StatusCode == HttpStatusCode.OK
                ? await JudgeAsync(patient, client, issuer, await answer.Content.ReadAsStringAsync(cancel), cancel)
                : Judge(answer, plan.PublicOrigin);
        }
        catch (HttpRequestException failure) when (failure.InnerException is AuthenticationException)
        {
            return new Finding(Name, Health.Bad, $"The certificate of {plan.PublicOrigin} is not trusted by this machine: {failure.InnerException.Message}", "Serve the whole chain, for this host name, by an authority that visitors know.");
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return new Finding(
                Name, Health.Warning, $"Nobody answers at {plan.PublicOrigin}: {failure.Message}",
                "Start the server and ask again. If it runs: look at DNS, firewall and proxy, and at ASPNETCORE_URLS.");
        }
    }

    private static Finding Judge(HttpResponseMessage answer, string origin) => answer.StatusCode switch
    {
        HttpStatusCode.MisdirectedRequest => new Finding(
            Name, Health.Bad, $"The server behind {origin} was asked for another host.", "Let the proxy keep the Host header (nginx: proxy_set_header Host $http_host), and set IdentitySource__PublicOrigin alike everywhere."),
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => new Finding(
            Name, Health.Bad, $"{origin} answers {(int)answer.StatusCode}.", "The proxy reaches no server, or the server no database."),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new Finding(
            Name, Health.Bad, $"{origin} leads away to {answer.Headers.Location?.GetLeftPart(UriPartial.Authority) ?? "somewhere else"}.", "The public origin is the address that answers itself."),
        _ => new Finding(Name, Health.Bad, $"{origin} answers {(int)answer.StatusCode} to discovery.", "Something else answers there, or the proxy does not pass on every path."),
    };

    private static async Task<Finding> JudgeAsync(Patient patient, HttpClient client, string issuer, string discovery, CancellationToken cancel)
    {
        if (Text(discovery, "issuer") is not { } named)
        {
            return new Finding(Name, Health.Bad, $"What answers at {issuer} is no IdentitySource.", "Let the proxy pass this host on to the server.");
        }

        if (named != issuer)
        {
            return new Finding(Name, Health.Bad, $"The server there calls itself {named}, and by the settings here it is {issuer}.", "Set IdentitySource__PublicOrigin alike for the server and for its commands.");
        }

        if (!patient.KeysOpen)
        {
            return new Finding(Name, Health.Warning, $"A server answers as {issuer}; whether it is of this deployment cannot be said without its keys.");
        }

        var published = await client.GetStringAsync(new Uri(issuer + "/.well-known/jwks.json"), cancel);
        var pool = (await patient.Get<FindPool>().RunAsync(UserPool.DefaultSlug, cancel)).Value;
        var ring = await patient.Get<SigningKeyStore>().LoadAsync(pool, pool, cancel);
        return ring.Keys.Any(key => published.Contains(key.Key.Kid, StringComparison.Ordinal))
            ? new Finding(Name, Health.Good, $"A server of this deployment answers as {issuer} and takes the host for its own.")
            : new Finding(Name, Health.Bad, $"Another deployment answers as {issuer}: it publishes keys that are not in this database.", "Look where DNS and proxy lead, and which database the server there has.");
    }

    private static string? Text(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
