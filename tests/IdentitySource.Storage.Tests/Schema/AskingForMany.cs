using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Schema;

/// <summary>A statement of SQL Server has 2100 parameters at most.</summary>
public sealed class AskingForMany : IDisposable
{
    private readonly IdentitySourceDb db = TwoModels.SqlServerContext();

    public void Dispose() => db.Dispose();

    [Theory]
    [InlineData(2090, "@ids2090)")]
    [InlineData(3000, "FROM OPENJSON(@ids) WITH ([Value] binary(16) '$')")]
    public void Ids_beyond_that_are_one_parameter(int count, string expected)
    {
        List<Guid> ids = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

        Assert.Contains(expected, db.Users.Where(user => ids.Contains(user.Id)).ToQueryString(), StringComparison.Ordinal);
    }
}
