using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>A flood of guesses at one user pool is that pool's trouble alone.</summary>
public class GuessingInOnePool(StrictServer server) : IClassFixture<StrictServer>
{
    [Fact, Attack("XT-20"), Attack("BF-05")]
    public async Task The_people_of_another_pool_sign_in_from_the_very_network_and_the_rest_of_this_one_from_elsewhere()
    {
        var operators = await server.PoolAsync(UserPool.OperatorsSlug);
        var (bob, carol, dora) = (await server.PersonAsync("bob"), await server.PersonAsync("carol"), await server.PersonAsync("dora", operators));
        var (notes, there) = (await server.NotesAsync(), await server.ApplicationAsync(input => input with { PoolId = operators }));
        var guesser = server.Stranger();
        var page = await guesser.GetAsync(notes.AuthorizeUrl());
        for (var guess = 0; guess <= StrictServer.PerSource; guess++)
        {
            await guesser.SubmitAsync(page, Steps.Pair(guess % 2 == 0 ? bob.Email : $"user-{guess}@acme.test", "wrong"));
        }

        Assert.Equal(429, (await guesser.SignInAsync(page, carol)).Status);
        Assert.NotNull((await guesser.SignInAsync(there.AuthorizeUrl(), dora)).Left);
        Assert.NotNull((await server.Stranger().SignInAsync(notes.AuthorizeUrl(), carol)).Left);
    }
}
