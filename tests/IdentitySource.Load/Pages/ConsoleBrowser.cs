using System.Diagnostics;
using System.Net;
using IdentitySource.Load.Http;
using IdentitySource.Load.Target;

namespace IdentitySource.Load.Pages;

/// <summary>The first administrator's browser: one connection, one page after the other.</summary>
internal sealed class ConsoleBrowser(ServerProgram program) : IDisposable
{
    private readonly HttpConnection connection = new(new IPEndPoint(IPAddress.Loopback, program.Port));

    private readonly CookieJar jar = new();

    public async Task SignInAsync(CancellationToken cancel)
    {
        Uri address = new(program.Origin + "/console/sign-in");
        var page = new HtmlPage(address, (await GetAsync(address, cancel)).Expect(200, "console sign-in").Text);
        var (action, form) = page.FillSignIn(ServerProgram.Administrator, Person.Password) ?? throw new WrongAnswer("console sign-in: no form");
        var answer = await connection.SendAsync(Request.Post(action, form, cookies: jar.For(action)), cancel);
        jar.Take(answer.Expect(303, "console sign-in"));
    }

    /// <summary>Milliseconds from the request to the last byte of the page, without anybody else at the server.</summary>
    public async Task<double> LoadAsync(string path, CancellationToken cancel)
    {
        Uri address = new(program.Origin + path);
        var begin = Stopwatch.GetTimestamp();
        var answer = await GetAsync(address, cancel);
        var took = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        answer.Expect(200, path);
        return took;
    }

    public void Dispose() => connection.Dispose();

    private async Task<Answer> GetAsync(Uri address, CancellationToken cancel)
    {
        var answer = await connection.SendAsync(Request.Get(address, cookies: jar.For(address)), cancel);
        jar.Take(answer);
        return answer;
    }
}
