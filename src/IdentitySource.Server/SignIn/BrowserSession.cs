using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.SignIn;

/// <summary>The session that a browser brings, and how it is given a new one. The cookie is a handle; the row is the truth.</summary>
public sealed class BrowserSession(CookieJar cookies, SessionStore sessions, SessionPolicy policy, TimeProvider clock)
{
    /// <summary>Sessions of other accounts that one browser may keep.</summary>
    private const int MostAccounts = 4;

    private const int HandleLength = 43;

    /// <summary>SHA-256 of the handle, or null when there is none.</summary>
    public byte[]? HashOf(HttpContext http, Guid poolId) =>
        CookieJar.Read(http.Request, cookies.Session(poolId)) is { Length: HandleLength } handle ? new TokenHandle(handle).Hash() : null;

    public async Task<SignedInPerson?> FindAsync(HttpContext http, Guid poolId, CancellationToken cancel) =>
        HashOf(http, poolId) is { } hash ? await sessions.FindAsync(poolId, hash, clock.GetUtcNow(), cancel) : null;

    /// <summary>
    /// Signs the person in. The handle is always new, so a handle planted before is worth nothing. The same person keeps the
    /// session and its <c>sid</c>; another person's session is ended, or kept aside when <paramref name="keepOther"/> says so.
    /// </summary>
    /// <returns>Null when the proof no longer holds; the browser keeps what it has.</returns>
    public async Task<Session?> StartAsync(HttpContext http, ProvenPerson person, string methods, bool keepOther, CancellationToken cancel)
    {
        var (poolId, userId, _) = person;
        var now = clock.GetUtcNow();
        var before = await FindAsync(http, poolId, cancel);

        // Somebody who was kept aside takes up the own session again, and is not there twice.
        var own = before?.Session.SubjectId == userId ? before : await FindAsideAsync(http, poolId, userId, cancel);
        NewSession signIn = new(person, methods, http.Connection.RemoteIpAddress?.ToString(), Events.UserAgent.Of(http), now);
        var started = own is null ? null : await sessions.RenewAsync(own.Session, signIn, cancel);
        started ??= await sessions.StartAsync(signIn, cancel);
        if (started is null)
        {
            return null;
        }

        if (before is not null && before.Session.SubjectId != userId)
        {
            await LeaveAsync(http, poolId, before, keepOther, cancel);
        }

        Write(http, poolId, started.Handle, now);
        return started.Session;
    }

    /// <summary>Every account of this browser that is still signed in, the present one first.</summary>
    public async Task<IReadOnlyList<SignedInPerson>> AccountsAsync(HttpContext http, Guid poolId, CancellationToken cancel)
    {
        List<SignedInPerson> people = [];
        foreach (var handle in Handles(http, poolId))
        {
            if (await sessions.FindAsync(poolId, new TokenHandle(handle).Hash(), clock.GetUtcNow(), cancel) is { } person)
            {
                people.Add(person);
            }
        }

        return people;
    }

    /// <summary>Makes another account of this browser the present one; false when it is not signed in here.</summary>
    public async Task<bool> SwitchAsync(HttpContext http, Guid poolId, Guid sessionId, CancellationToken cancel)
    {
        var handles = Handles(http, poolId);
        foreach (var handle in handles)
        {
            if (await sessions.FindAsync(poolId, new TokenHandle(handle).Hash(), clock.GetUtcNow(), cancel) is { } person && person.Session.Id == sessionId)
            {
                var now = clock.GetUtcNow();
                Write(http, poolId, new TokenHandle(handle), now);
                cookies.Write(http.Response, cookies.Accounts(poolId), string.Join('.', handles.Where(each => each != handle)), now + policy.Absolute);
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends the session of this browser, and those it kept aside.</summary>
    public async Task EndAsync(HttpContext http, Guid poolId, CancellationToken cancel)
    {
        foreach (var person in await AccountsAsync(http, poolId, cancel))
        {
            await sessions.EndAsync(poolId, person.Session.Id, clock.GetUtcNow(), cancel);
        }

        cookies.Delete(http.Response, cookies.Session(poolId));
        cookies.Delete(http.Response, cookies.Accounts(poolId));
    }

    private async Task LeaveAsync(HttpContext http, Guid poolId, SignedInPerson before, bool keep, CancellationToken cancel)
    {
        if (keep)
        {
            SetAside(http, poolId, CookieJar.Read(http.Request, cookies.Session(poolId))!, clock.GetUtcNow());
        }
        else
        {
            await sessions.EndAsync(poolId, before.Session.Id, clock.GetUtcNow(), cancel);
        }
    }

    private async Task<SignedInPerson?> FindAsideAsync(HttpContext http, Guid poolId, Guid userId, CancellationToken cancel) =>
        CookieJar.Read(http.Request, cookies.Accounts(poolId)) is null
            ? null
            : (await AccountsAsync(http, poolId, cancel)).FirstOrDefault(person => person.Session.SubjectId == userId);

    private void SetAside(HttpContext http, Guid poolId, string handle, DateTimeOffset now)
    {
        var others = Handles(http, poolId).Skip(1).Prepend(handle).Distinct().Take(MostAccounts);
        cookies.Write(http.Response, cookies.Accounts(poolId), string.Join('.', others), now + policy.Absolute);
    }

    private void Write(HttpContext http, Guid poolId, TokenHandle handle, DateTimeOffset now) =>
        cookies.Write(http.Response, cookies.Session(poolId), handle.Value, now + policy.Absolute);

    private List<string> Handles(HttpContext http, Guid poolId)
    {
        var present = CookieJar.Read(http.Request, cookies.Session(poolId)) ?? "";
        var aside = CookieJar.Read(http.Request, cookies.Accounts(poolId)) ?? "";
        return [.. aside.Split('.').Prepend(present).Where(handle => handle.Length == HandleLength).Distinct().Take(MostAccounts + 1)];
    }
}
