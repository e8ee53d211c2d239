using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Storage.Tests.Stores;

/// <summary>What waits to be written of machines: one entry each, to the minute.</summary>
public class MarkingAccessKeysAsUsed
{
    private readonly UsedAccessKeys used = new();
    private readonly Guid pool = Guid.NewGuid();
    private readonly DateTimeOffset noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void However_many_tokens_an_account_gets_it_is_one_row()
    {
        var key = Guid.NewGuid();
        for (var second = 0; second < 150; second++)
        {
            used.Note(pool, key, noon.AddSeconds(second));
        }

        Assert.Equal(new UsedAccessKey(pool, key, noon.AddMinutes(2)), Assert.Single(used.Take()));
        Assert.Empty(used.Take());
    }

    [Fact, Attack("OV-08")]
    public void A_flood_of_accounts_does_not_fill_the_memory()
    {
        for (var number = 0; number < 50_100; number++)
        {
            used.Note(pool, Guid.NewGuid(), noon);
        }

        Assert.Equal(50_000, used.Take().Count);
    }

    [Fact]
    public void Whoever_waits_already_is_noted_on_however_many_wait()
    {
        var key = Guid.NewGuid();
        used.Note(pool, key, noon);
        for (var number = 0; number < 50_000; number++)
        {
            used.Note(pool, Guid.NewGuid(), noon);
        }

        used.Note(pool, key, noon.AddMinutes(1));

        Assert.Equal(noon.AddMinutes(1), used.Take().Single(each => each.Id == key).At);
    }
}
