using IdentitySource.Protocol.Ports;

namespace IdentitySource.TestKit.Contracts;

/// <summary>Where a contract suite runs: the stores under test, and the few things that have to happen around them.</summary>
public interface IStoreGround
{
    /// <summary>A store that may be used side by side with those of earlier calls: contenders take one each.</summary>
    IGrantStore Grants { get; }

    IPresence Presences { get; }

    /// <summary>A new pool each time, so that no test sees another's rows.</summary>
    Task<Seeded> SeedAsync();

    Task BlockSubjectAsync(Seeded at);

    /// <summary>The application's access rules keep the person out.</summary>
    Task KeepOutAsync(Seeded at, Guid applicationId);

    /// <summary>They keep the person out no more.</summary>
    Task LetInAsync(Seeded at, Guid applicationId);

    /// <summary>A new password, say: the person's stamp is another one.</summary>
    Task ChangeCredentialsAsync(Seeded at);

    /// <summary>The person signs in once more, for one application alone or for all.</summary>
    /// <returns>The hash of the session's handle.</returns>
    Task<byte[]> SignInToAsync(Seeded at, Guid? applicationId);

    /// <summary>The person signs out of this application and stays signed in to the others.</summary>
    Task LeaveAsync(Seeded at, Guid applicationId);

    Task EndSessionAsync(Seeded at);

    /// <summary>The person presses allow; replaces what they allowed this application before.</summary>
    Task AllowAsync(Seeded at, Guid applicationId, ConsentState consent);
}
