using IdentitySource.Protocol.Tokens;
using IdentitySource.Server.Events;
using IdentitySource.Server.SignIn;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Console;

/// <summary>
/// Signing in to the console and out of it. The people are users of the operators' pool, with the same judge of passwords as
/// everybody; the cookie and the sessions are the console's own.
/// </summary>
public sealed class ConsoleSignIn(
    CookieJar cookies, ConsoleSessionStore sessions, OperatorsPool operators, PasswordDesk desk, EventTrail trail, TimeProvider clock)
{
    /// <summary>As <see cref="PasswordDesk"/> names it.</summary>
    public const string NoAccount = "account_unknown";

    private const int HandleLength = 43;

    private const int LongestField = 1024;

    /// <param name="unattended">The page asks by itself, and nobody is known to sit before it (ASVS 7.3.1).</param>
    public async Task<ConsoleVisitor?> FindAsync(HttpContext http, CancellationToken cancel, bool unattended = false)
    {
        if (CookieJar.Read(http.Request, cookies.Console) is not { Length: HandleLength } handle)
        {
            return null;
        }

        var poolId = await operators.IdAsync(cancel);
        return await sessions.FindAsync(poolId, new TokenHandle(handle).Hash(), clock.GetUtcNow(), cancel, unattended) is { } session
            ? new ConsoleVisitor(poolId, session)
            : null;
    }

    /// <summary>Whoever has no role anywhere gets the answer to a wrong password: who administers is nobody's business.</summary>
    public async Task<PasswordVerdict> StartAsync(HttpContext http, string identifier, string password, CancellationToken cancel)
    {
        var poolId = await operators.IdAsync(cancel);
        var verdict = await JudgeAsync(http, poolId, identifier, password, cancel);
        if (verdict is PasswordVerdict.Accepted(var person))
        {
            verdict = await EnterAsync(http, person, cancel);
        }

        Tell(http, poolId, verdict);
        return verdict;
    }

    /// <summary>Whether the pair is an account's, whatever it may do here.</summary>
    public async Task<PasswordVerdict> RecogniseAsync(HttpContext http, string identifier, string password, CancellationToken cancel)
    {
        var poolId = await operators.IdAsync(cancel);
        var verdict = await JudgeAsync(http, poolId, identifier, password, cancel);
        if (verdict is not (PasswordVerdict.Accepted or PasswordVerdict.Refused(NoAccount, _)))
        {
            // That there is no account is no failure: one is about to be made.
            Tell(http, poolId, verdict);
        }

        return verdict;
    }

    /// <summary>The person who is signed in says again who they are.</summary>
    public async Task<PasswordVerdict> ProveAsync(HttpContext http, ConsoleVisitor visitor, string password, CancellationToken cancel)
    {
        var poolId = visitor.OperatorsPoolId;
        var verdict = await JudgeAsync(http, poolId, visitor.Session.Identifier, password, cancel);
        if (verdict is PasswordVerdict.Accepted(var person))
        {
            var handle = person.UserId == visitor.UserId ? await sessions.ProveAsync(poolId, visitor.Session.Id, clock.GetUtcNow(), cancel) : null;
            if (handle is null)
            {
                verdict = new PasswordVerdict.Refused("session_ended_meanwhile", visitor.UserId);
            }
            else
            {
                Write(http, handle.Value);
            }
        }

        Tell(http, poolId, verdict);
        return verdict;
    }

    public async Task EndAsync(HttpContext http, ConsoleVisitor visitor, CancellationToken cancel)
    {
        await sessions.EndAsync(visitor.OperatorsPoolId, visitor.Session.Id, clock.GetUtcNow(), cancel);
        cookies.Delete(http.Response, cookies.Console);
        trail.LeftConsole(http, visitor.OperatorsPoolId, visitor.UserId);
    }

    private async Task<PasswordVerdict> JudgeAsync(HttpContext http, Guid poolId, string identifier, string password, CancellationToken cancel) =>
        string.IsNullOrWhiteSpace(identifier) || string.IsNullOrEmpty(password) || identifier.Length > LongestField || password.Length > LongestField
            ? new PasswordVerdict.Refused("credentials_missing", null)
            : await desk.JudgeAsync(Visitor.At(http), poolId, identifier, password, cancel);

    private async Task<PasswordVerdict> EnterAsync(HttpContext http, ProvenPerson person, CancellationToken cancel)
    {
        if ((await sessions.RolesAsync(person.PoolId, person.UserId, cancel)).Count == 0)
        {
            return new PasswordVerdict.Refused("person_without_role", person.UserId);
        }

        // The handle is always new, so one that was planted before is worth nothing; the session from before ends.
        if (await FindAsync(http, cancel) is { } before)
        {
            await sessions.EndAsync(person.PoolId, before.Session.Id, clock.GetUtcNow(), cancel);
        }

        NewSession start = new(person, "pwd", http.Connection.RemoteIpAddress?.ToString(), UserAgent.Of(http), clock.GetUtcNow());
        Write(http, await sessions.StartAsync(start, cancel));
        return new PasswordVerdict.Accepted(person);
    }

    private void Write(HttpContext http, TokenHandle handle) =>
        cookies.Write(http.Response, cookies.Console, handle.Value, clock.GetUtcNow() + ConsoleSessionStore.Absolute);

    private void Tell(HttpContext http, Guid poolId, PasswordVerdict verdict)
    {
        switch (verdict)
        {
            case PasswordVerdict.Accepted(var person):
                trail.EnteredConsole(http, poolId, person.UserId);
                break;
            case PasswordVerdict.Refused(var reason, var userId):
                trail.ConsoleRefused(http, poolId, reason, userId);
                break;
            case PasswordVerdict.SlowDown:
                trail.ConsoleRefused(http, poolId, "source_tried_too_often", null);
                break;
        }
    }
}
