using System.Text.Json.Nodes;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Server.Api;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>The document, the copy of it in the tree, and the page that shows it.</summary>
public class DescribingTheApi(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Document = "docs/api/openapi.json";

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "IdentitySource.sln")))
            {
                folder = folder.Parent;
            }

            return folder.FullName;
        }
    }

    private List<RouteEndpoint> Routes => [.. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v3/", StringComparison.Ordinal))];

    [Fact]
    public async Task The_copy_in_the_tree_is_what_is_served()
    {
        using var response = await server.Client().GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var served = await response.Content.ReadAsStringAsync();
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(Root, Document), served);
        }

        Assert.True(served == await File.ReadAllTextAsync(Path.Combine(Root, Document)), $"{Document} is out of date: run UPDATE_DOCS=1 dotnet test tests/IdentitySource.Server.Tests");
    }

    [Fact]
    public void Every_route_is_in_it_and_it_has_no_other()
    {
        var described = Json["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        var served = Routes.Select(route => $"{route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Single()} /{route.RoutePattern.RawText!.Trim('/')}");
        Assert.Equal(served.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.All(Routes, route => Assert.NotNull(route.Metadata.GetMetadata<ApiRoute>()));
    }

    [Fact]
    public void Every_operation_says_what_it_is_what_it_needs_and_how_it_refuses()
    {
        Assert.Equal("3.1.1", Json["openapi"]!.GetValue<string>());
        var operations = Json["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => operation.Value!)).ToList();
        Assert.Equal(operations.Count, operations.Select(operation => operation["operationId"]!.GetValue<string>()).Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation["summary"]!.GetValue<string>());
            Assert.NotNull(ApiScopes.Find(operation["security"]![0]!["api_key"]![0]!.GetValue<string>()));
            var answers = operation["responses"]!.AsObject().Select(answer => answer.Key).ToList();
            Assert.Single(answers, answer => answer[0] == '2');
            Assert.Superset(new HashSet<string> { "400", "401", "403", "429" }, answers.ToHashSet());
        });
        var used = operations.Select(operation => operation["security"]![0]!["api_key"]![0]!.GetValue<string>()).Distinct();
        Assert.Equal(ApiScopes.All.Select(scope => scope.Name).Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_nothing_is_there_in_vain()
    {
        var references = References(Json).ToHashSet();
        Assert.All(references, reference => Assert.NotNull(reference.Split('/').Skip(1).Aggregate((JsonNode?)Json, (at, step) => at?[step])));
        Assert.Equal(
            Json["components"]!["schemas"]!.AsObject().Select(schema => "#/components/schemas/" + schema.Key).Order(StringComparer.Ordinal),
            references.Where(reference => reference.Contains("/schemas/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_member_and_every_parameter_says_what_it_is()
    {
        var schemas = Json["components"]!["schemas"]!.AsObject();
        var members = schemas.SelectMany(schema => (schema.Value!["properties"]?.AsObject() ?? []).Select(member => (Name: $"{schema.Key}.{member.Key}", Text: (string?)member.Value!["description"])));
        Assert.DoesNotContain(members, member => member.Text is not { Length: > 0 });
        var parameters = Json["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().SelectMany(operation => operation.Value!["parameters"]?.AsArray() ?? []));
        Assert.DoesNotContain(parameters, parameter => (string?)parameter!["description"] is not { Length: > 0 });

        var there = schemas.SelectMany(schema => (schema.Value!["properties"]?.AsObject() ?? []).SelectMany(member => new[] { member.Key, $"{schema.Key}.{member.Key}" })).ToHashSet();
        Assert.DoesNotContain(ApiMembers.Keys, key => !there.Contains(key));
    }

    [Fact]
    public void Every_example_is_one_that_is_understood()
    {
        foreach (var type in Routes.Select(route => route.Metadata.GetMetadata<ApiAccepts>()?.RequestType).OfType<Type>())
        {
            var (_, problem) = ApiBodyReader.Parse(System.Text.Encoding.UTF8.GetBytes(ApiExamples.Of(type)), ApiJson.Default.GetTypeInfo(type)!, changes: true);
            Assert.True(problem is null, $"{type.Name}: {problem?.Reason}");
        }
    }

    [Fact, Attack("UI-06")]
    public async Task The_reference_page_shows_every_operation_under_the_policy_of_all_pages()
    {
        var page = await server.Browser().GetAsync("/api");
        Assert.Equal((200, "Management API"), (page.Status, page.Heading));
        foreach (var operation in Json["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()))
        {
            Assert.NotNull(page.Document.GetElementById(operation.Value!["operationId"]!.GetValue<string>()));
        }

        Assert.All(page.Document.QuerySelectorAll("main a[href^='#']"), link => Assert.NotNull(page.Document.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Contains("script-src 'self'", page.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.All(page.Document.QuerySelectorAll("script"), script => Assert.StartsWith("/assets/", script.GetAttribute("src"), StringComparison.Ordinal));
        Assert.Empty(page.Document.QuerySelectorAll("[style], iframe"));
        var notes = await server.NotesAsync();
        Assert.Equal(404, (await server.Browser().GetAsync(notes.Keys.Issuer.Replace("/oidc", "/api", StringComparison.Ordinal))).Status);
        Assert.Equal(404, (await server.Browser().GetAsync(notes.Keys.Issuer.Replace("/oidc", "/openapi/v1.json", StringComparison.Ordinal))).Status);
    }

    private JsonObject Json => server.Services.GetRequiredService<ApiDocument>().Json;

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => member is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
