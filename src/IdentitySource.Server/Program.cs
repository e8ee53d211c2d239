using IdentitySource.Server.Commands;

return await CommandLine.RunAsync(args);

/// <summary>Named so that tests can host the server.</summary>
public partial class Program;
