using IdentitySource.Server.Composition;

return await ServeHost.RunAsync(args);

/// <summary>Named so that tests can host the server.</summary>
public partial class Program;
