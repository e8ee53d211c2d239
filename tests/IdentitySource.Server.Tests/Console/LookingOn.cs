using IdentitySource.Server.Console;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>Places of those who see what happens while it happens.</summary>
public class LookingOn
{
    private readonly LookingPlaces places = new();

    [Fact, Attack("DS-12")]
    public void Nobody_takes_the_places_of_their_pool_and_no_pool_those_of_the_others()
    {
        var (pool, person) = (Guid.NewGuid(), Guid.NewGuid());
        var mine = Enumerable.Range(0, 4).Select(_ => places.Take(pool, person)).ToList();
        Assert.Equal([true, true, true, false], mine.Select(place => place is not null));

        var ours = Enumerable.Range(0, 8).Select(_ => places.Take(pool, Guid.NewGuid())).ToList();
        Assert.Equal((7, null), (ours.Count(place => place is not null), ours[^1]));
        Assert.NotNull(places.Take(Guid.NewGuid(), Guid.NewGuid()));

        mine[0]!.Dispose();
        Assert.NotNull(places.Take(pool, person));
    }

    [Fact, Attack("DS-12")]
    public void A_server_has_so_many()
    {
        var taken = Enumerable.Range(0, 50).Select(_ => places.Take(Guid.NewGuid(), Guid.NewGuid())).ToList();
        Assert.Equal(40, taken.Count(place => place is not null));
    }
}
