using IdentitySource.Management.UserImports;
using IdentitySource.Server.Api;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.SignIn;
using IdentitySource.Storage.Events;

namespace IdentitySource.Server.Composition.Settings;

/// <summary>Sections of numbers and times. A limit of nothing would break every request, so none is below one.</summary>
internal static class LimitSettings
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3650);

    private const int LargestBatch = 10_000;

    public static SignInLimits SignIn(SettingsReader settings)
    {
        SignInLimits usual = new();
        return new SignInLimits
        {
            PerAccountAndSource = settings.Number(nameof(usual.PerAccountAndSource), usual.PerAccountAndSource),
            PerAccount = settings.Number(nameof(usual.PerAccount), usual.PerAccount),
            PerSource = settings.Number(nameof(usual.PerSource), usual.PerSource),
            Window = settings.Time(nameof(usual.Window), usual.Window, Second, Week),
        };
    }

    public static FailureLimits Failures(SettingsReader settings)
    {
        FailureLimits usual = new();
        return new FailureLimits
        {
            PerApplicationAndSource = settings.Number(nameof(usual.PerApplicationAndSource), usual.PerApplicationAndSource),
            PerSource = settings.Number(nameof(usual.PerSource), usual.PerSource),
        };
    }

    public static ApiLimits Api(SettingsReader settings)
    {
        ApiLimits usual = new();
        return new ApiLimits
        {
            PerKey = settings.Number(nameof(usual.PerKey), usual.PerKey),
            DearPerPool = settings.Number(nameof(usual.DearPerPool), usual.DearPerPool),
            FailuresPerSource = settings.Number(nameof(usual.FailuresPerSource), usual.FailuresPerSource),
        };
    }

    public static EventRetention Retention(SettingsReader settings)
    {
        EventRetention usual = new();
        return new EventRetention
        {
            Failures = settings.Time(nameof(usual.Failures), usual.Failures, Second, TenYears),
            Others = settings.Time(nameof(usual.Others), usual.Others, Second, TenYears),
        };
    }

    public static ImportLimits Import(SettingsReader settings)
    {
        ImportLimits usual = new();
        return new ImportLimits
        {
            LargestFile = settings.Size(nameof(usual.LargestFile), usual.LargestFile),
            MostWaiting = settings.Number(nameof(usual.MostWaiting), usual.MostWaiting),
            MostKept = settings.Number(nameof(usual.MostKept), usual.MostKept, least: 0),
            Batch = settings.Number(nameof(usual.Batch), usual.Batch, most: LargestBatch),
        };
    }
}
