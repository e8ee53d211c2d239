using IdentitySource.Management.Applications;
using IdentitySource.Management.Users;

namespace IdentitySource.Management.Events;

/// <summary>
/// The application and the person that a filter of the events names: exactly, or by how the name begins. Each is found by an index.
/// Where nobody has the name the answer is the empty id, which no event is about.
/// </summary>
public sealed class EventSubjects(SearchApplications applications, FindUser findUser, ListUsers users)
{
    /// <param name="text">A name, an address or a client id; null without text.</param>
    public async Task<Guid?> ApplicationAsync(Guid poolId, string? text, CancellationToken cancel)
    {
        if (text?.Trim() is not { Length: > 0 } name)
        {
            return null;
        }

        // An application that is deleted has no name any more, but its events have its id.
        if (Guid.TryParseExact(name, "N", out var id))
        {
            return id;
        }

        var found = (await applications.RunAsync(new ApplicationSearch(poolId, name), cancel)).Applications;
        return (found.FirstOrDefault(each => name.Equals(each.Name, StringComparison.OrdinalIgnoreCase) || name == each.Address) ?? (found.Count > 0 ? found[0] : null))?.Id ?? Guid.Empty;
    }

    /// <param name="text">A username, e-mail address, telephone number, name or id; null without text.</param>
    public async Task<Guid?> PersonAsync(Guid poolId, string? text, CancellationToken cancel)
    {
        if (text?.Trim() is not { Length: > 0 } name)
        {
            return null;
        }

        if (Guid.TryParseExact(name, "N", out var id))
        {
            return id;
        }

        if (await findUser.CalledAsync(poolId, name, cancel) is { } called)
        {
            return called.Id;
        }

        return (await users.RunAsync(poolId, name, null, cancel, take: 1)).Value is { Users: [var first] } ? first.Id : Guid.Empty;
    }
}
