namespace IdentitySource.Load.Target;

/// <summary>The run could not begin: nothing was measured, so nothing can be said about the server.</summary>
internal sealed class SetUpException(string message) : Exception(message);
