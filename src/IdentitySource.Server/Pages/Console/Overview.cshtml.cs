using IdentitySource.Management.Events;
using IdentitySource.Management.Statistics;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Pages.Console.Logs;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Pages.Console;

/// <summary>Where a user pool stands: what it still needs, where it answers, and how it is used.</summary>
public sealed class OverviewModel(DescribePool pools, ReadStatistics statistics, ListEvents events, EventWords words, AddressPlan plan) : ConsolePage<ConsoleTexts>
{
    private const int Days = 30;

    private const int LatestRefusals = 5;

    public EventWords Words => words;

    public PoolStatistics Statistics { get; private set; } = null!;

    public IReadOnlyList<ListedEvent> Refusals { get; private set; } = [];

    public IReadOnlyList<DateOnly> Dates => [.. Statistics.Days.Select(day => day.Day)];

    public IReadOnlyList<ChartSeries> SignIns =>
        [new(Text["Overview.SignIns.Ok"], [.. Statistics.Days.Select(day => day.SignIns)]), new(Text["Overview.SignIns.Failed"], [.. Statistics.Days.Select(day => day.FailedSignIns)])];

    public IReadOnlyList<ChartSeries> NewUsers => [new(Text["Overview.NewUsers.Series"], [.. Statistics.Days.Select(day => day.NewUsers)])];

    public PoolProgress Progress { get; private set; } = null!;

    public string Issuer => AddressPlan.Issuer(plan.PoolAddress(Pool.Slug));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Progress = await pools.ProgressAsync(Pool.Id, cancel);
        Statistics = await statistics.RunAsync(Pool.Id, Days, cancel);
        Refusals = (await events.RunAsync(new EventQuery { PoolId = Pool.Id, Success = false, Size = LatestRefusals }, cancel)).Events;
    }
}
