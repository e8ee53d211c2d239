namespace IdentitySource.Server.Composition;

/// <summary>How the program ends, for scripts.</summary>
public static class ExitCodes
{
    public const int Done = 0;

    /// <summary>A foreseen "no"; what is wrong stands on standard error.</summary>
    public const int Refused = 1;

    public const int Usage = 2;

    public const int Configuration = 3;

    public const int DatabaseUnreachable = 4;

    public const int MasterKey = 5;

    /// <summary>The database's schema is not this program's.</summary>
    public const int Schema = 6;

    /// <summary>Another has the port, or this user may not have it.</summary>
    public const int Listening = 7;

    public const int DataFolder = 8;

    public const int Clock = 9;

    /// <summary>The database is reached and is none that this program can work with: too old, say.</summary>
    public const int DatabaseUnfit = 10;

    /// <summary><c>doctor</c> found something that has to be mended.</summary>
    public const int Unwell = 11;

    /// <summary>We failed; the stack is on standard error.</summary>
    public const int Fault = 70;
}
