namespace IdentitySource.Load.Http;

/// <summary>The server answered, but not what a correct server would have.</summary>
internal sealed class WrongAnswer(string message) : Exception(message);
