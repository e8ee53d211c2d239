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
    public byte[]? HashOf(HttpContext http, SessionScope? scope) =>
        scope is not null && CookieJar.Read(http.Request, cookies.Session(scope)) is { Length: HandleLength } handle ? new TokenHandle(handle).Hash() : null;

    public async Task<SignedInPerson?> FindAsync(HttpContext http, SessionScope? scope, CancellationToken cancel) =>
        HashOf(http, scope) is { } hash ? await sessions.FindAsync(scope!, hash, clock.GetUtcNow(), cancel) : null;

    /// <summary>Whoever is signed in to anything of the pool here: for where no application is named that could tell whose session counts.</summary>
    public async Task<SignedInPerson?> FindAnyAsync(HttpContext http, Guid poolId, CancellationToken cancel)
    {
        foreach (var scope in cookies.Scopes(http.Request, poolId))
        {
            if (await FindAsync(http, scope, cancel) is { } person)
            {
                return person;
            }
        }

        return null;
    }

    /// <summary>
    /// Signs the person in. The handle is always new, so a handle planted before is worth nothing. The same person keeps the
    /// session and its <c>sid</c>; another person's session is ended, or kept aside when <paramref name="keepOther"/> says so.
    /// </summary>
    /// <returns>Null when the proof no longer holds; the browser keeps what it has.</returns>
    public async Task<Session?> StartAsync(HttpContext http, SessionScope scope, SignInProof proof, bool keepOther, CancellationToken cancel)
    {
        var userId = proof.Person.UserId;
        var now = clock.GetUtcNow();
        var before = await FindAsync(http, scope, cancel);

        // Somebody who was kept aside takes up the own session again, and is not there twice.
        var own = before?.Session.SubjectId == userId ? before : await FindAsideAsync(http, scope, userId, cancel);
        NewSession signIn = new(proof.Person, proof.Methods, http.Connection.RemoteIpAddress?.ToString(), Events.UserAgent.Of(http), now)
        {
            ApplicationId = scope.ApplicationId,
        };
        var started = own is null ? null : await sessions.RenewAsync(own.Session, signIn, cancel);
        started ??= await sessions.StartAsync(signIn, cancel);
        if (started is null)
        {
            return null;
        }

        if (before is not null && before.Session.SubjectId != userId)
        {
            await LetGoAsync(http, scope, before, keepOther, cancel);
        }

        Write(http, scope, started.Handle, now);
        return started.Session;
    }

    /// <summary>Every account of this browser that is still signed in, the present one first.</summary>
    public async Task<IReadOnlyList<SignedInPerson>> AccountsAsync(HttpContext http, SessionScope scope, CancellationToken cancel)
    {
        List<SignedInPerson> people = [];
        foreach (var handle in Handles(http, scope))
        {
            if (await sessions.FindAsync(scope, new TokenHandle(handle).Hash(), clock.GetUtcNow(), cancel) is { } person)
            {
                people.Add(person);
            }
        }

        return people;
    }

    /// <summary>Makes another account of this browser the present one; false when it is not signed in here.</summary>
    public async Task<bool> SwitchAsync(HttpContext http, SessionScope scope, Guid sessionId, CancellationToken cancel)
    {
        var handles = Handles(http, scope);
        foreach (var handle in handles)
        {
            if (await sessions.FindAsync(scope, new TokenHandle(handle).Hash(), clock.GetUtcNow(), cancel) is { } person && person.Session.Id == sessionId)
            {
                var now = clock.GetUtcNow();
                Write(http, scope, new TokenHandle(handle), now);
                cookies.Write(http.Response, cookies.Accounts(scope), string.Join('.', handles.Where(each => each != handle)), now + policy.Absolute);
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends every session of this browser in the pool, also those it kept aside.</summary>
    /// <param name="scope">Of the session that is meant in the first place; null when that is not known.</param>
    /// <param name="everywhere">Whose sessions end wherever they are, with all that was granted; null: nobody's.</param>
    public async Task EndAsync(HttpContext http, Guid poolId, SessionScope? scope, Guid? everywhere, CancellationToken cancel)
    {
        if (everywhere is { } personId)
        {
            await sessions.EndAllAsync(poolId, personId, "signed_out_everywhere", clock.GetUtcNow(), cancel);
        }

        var own = scope ?? new SessionScope(poolId);
        foreach (var each in cookies.Scopes(http.Request, poolId).Prepend(own).Distinct())
        {
            var people = await AccountsAsync(http, each, cancel);
            foreach (var person in people)
            {
                await sessions.EndAsync(poolId, person.Session.Id, clock.GetUtcNow(), cancel);
            }

            // A cookie's name does not say of which pool it is: where nobody of this one is found, it may be another's, and stays.
            if (people.Count > 0 || each == own)
            {
                Forget(http, each);
            }
        }
    }

    /// <summary>Signs every account of this browser out of one application.</summary>
    /// <param name="everywhere">Who is signed out of it wherever they are; null: nobody.</param>
    public async Task LeaveAsync(HttpContext http, SessionScope scope, Guid applicationId, Guid? everywhere, CancellationToken cancel)
    {
        foreach (var person in await AccountsAsync(http, scope, cancel))
        {
            var session = person.Session;
            LeftApplication left = new(scope.PoolId, session.SubjectId, applicationId, session.SubjectId == everywhere ? null : session.Id);
            await sessions.LeaveAsync(left, clock.GetUtcNow(), cancel);
        }

        if (scope.ApplicationId is not null)
        {
            Forget(http, scope);
        }
    }

    private void Forget(HttpContext http, SessionScope scope)
    {
        cookies.Delete(http.Response, cookies.Session(scope));
        cookies.Delete(http.Response, cookies.Accounts(scope));
    }

    private async Task LetGoAsync(HttpContext http, SessionScope scope, SignedInPerson before, bool keep, CancellationToken cancel)
    {
        if (keep)
        {
            SetAside(http, scope, CookieJar.Read(http.Request, cookies.Session(scope))!, clock.GetUtcNow());
        }
        else
        {
            await sessions.EndAsync(scope.PoolId, before.Session.Id, clock.GetUtcNow(), cancel);
        }
    }

    private async Task<SignedInPerson?> FindAsideAsync(HttpContext http, SessionScope scope, Guid userId, CancellationToken cancel) =>
        CookieJar.Read(http.Request, cookies.Accounts(scope)) is null
            ? null
            : (await AccountsAsync(http, scope, cancel)).FirstOrDefault(person => person.Session.SubjectId == userId);

    private void SetAside(HttpContext http, SessionScope scope, string handle, DateTimeOffset now)
    {
        var others = Handles(http, scope).Skip(1).Prepend(handle).Distinct().Take(MostAccounts);
        cookies.Write(http.Response, cookies.Accounts(scope), string.Join('.', others), now + policy.Absolute);
    }

    private void Write(HttpContext http, SessionScope scope, TokenHandle handle, DateTimeOffset now) =>
        cookies.Write(http.Response, cookies.Session(scope), handle.Value, now + policy.Absolute);

    private List<string> Handles(HttpContext http, SessionScope scope)
    {
        var present = CookieJar.Read(http.Request, cookies.Session(scope)) ?? "";
        var aside = CookieJar.Read(http.Request, cookies.Accounts(scope)) ?? "";
        return [.. aside.Split('.').Prepend(present).Where(handle => handle.Length == HandleLength).Distinct().Take(MostAccounts + 1)];
    }
}

/// <summary>What somebody proved just now.</summary>
/// <param name="Methods">RFC 8176 names, space separated.</param>
public sealed record SignInProof(ProvenPerson Person, string Methods);
