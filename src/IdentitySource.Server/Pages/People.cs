using IdentitySource.Server.Pages.Views;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Pages;

internal static class People
{
    /// <summary>The person as a page shows them.</summary>
    public static AccountLine Line(this SignedInPerson person)
    {
        var identifier = person.Email ?? person.Username ?? person.Phone ?? "";
        return new AccountLine(person.Name ?? identifier, identifier);
    }
}
