using System.Net;
using System.Text.Json;

namespace IdentitySource.Load.Target;

/// <summary>Somebody who can sign in.</summary>
internal sealed record Person(string Name, string Id)
{
    /// <summary>A test's own data on a loopback address, gone with the temporary folder.</summary>
    public const string Password = "Correct-Horse-7-Battery";
}

/// <summary>What the scenarios play on: registered applications and people, made through the command line as an operator does.</summary>
internal sealed record Deployment
{
    /// <summary>Confidential, proves itself with client_secret_basic; tokens RS256.</summary>
    public required RelyingParty Web { get; init; }

    /// <summary>The same with ES256 for both tokens.</summary>
    public required RelyingParty WebEs256 { get; init; }

    /// <summary>Public, PKCE.</summary>
    public required RelyingParty Spa { get; init; }

    /// <summary>As the first one, with every mode ticked.</summary>
    public required RelyingParty AllModes { get; init; }

    /// <summary>As the first one, with opaque access tokens.</summary>
    public required RelyingParty Opaque { get; init; }

    public required Machine Machine { get; init; }

    public required Machine MachineEs256 { get; init; }

    public required IReadOnlyList<Person> People { get; init; }

    public IPEndPoint Address => new(IPAddress.Loopback, Web.TokenEndpoint.Port);
}

/// <summary>A programmatic access account of an application, with a rule for <see cref="Scope"/>.</summary>
internal sealed record Machine(string AccessKey, string SecretKey, RelyingParty Application)
{
    public const string Resource = "report";

    public const string Scope = "report:read report:2026:write";
}
