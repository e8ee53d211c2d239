namespace IdentitySource.Server.Console;

/// <summary>
/// Who looks on while things happen; each of them asks the database every other second. A person with many tabs does not take the
/// places of their pool, nor a pool those of the others.
/// </summary>
internal sealed class LookingPlaces
{
    private const int Most = 40;

    private const int MostOfPool = 10;

    private const int MostOfPerson = 3;

    private readonly List<(Guid Pool, Guid User)> taken = [];

    private readonly Lock turn = new();

    /// <returns>To be disposed when the person has gone; null when there is none.</returns>
    public IDisposable? Take(Guid pool, Guid user)
    {
        lock (turn)
        {
            if (taken.Count >= Most || taken.Count(place => place.Pool == pool) >= MostOfPool || taken.Count(place => place.User == user) >= MostOfPerson)
            {
                return null;
            }

            taken.Add((pool, user));
            return new Place(this, pool, user);
        }
    }

    private void Leave(Guid pool, Guid user)
    {
        lock (turn)
        {
            taken.Remove((pool, user));
        }
    }

    private sealed class Place(LookingPlaces places, Guid pool, Guid user) : IDisposable
    {
        public void Dispose() => places.Leave(pool, user);
    }
}
