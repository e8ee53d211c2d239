namespace IdentitySource.Protocol.Applications;

/// <summary>
/// How far a sign-out goes: on this device or wherever the person is signed in, of this application or of all of the user pool.
/// On this device what was granted for offline use lives on (OIDC Core §11); on all devices nothing does.
/// </summary>
public sealed record SignOutReach(bool AllDevices = false, bool AllApplications = true)
{
    /// <summary>The session of this browser, whoever uses it.</summary>
    public static SignOutReach ThisDevice { get; } = new();

    /// <param name="application">Null when nobody knows where the person comes from.</param>
    public static SignOutReach Of(Application? application) => application?.Policy.SignOutReach ?? ThisDevice;
}
