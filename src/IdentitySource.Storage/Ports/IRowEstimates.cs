namespace IdentitySource.Storage.Ports;

/// <summary>How many rows there may be, from what the database knows of its tables anyway: nothing is counted.</summary>
public interface IRowEstimates
{
    Task<long> UsersAsync(Guid poolId, CancellationToken cancel);
}
