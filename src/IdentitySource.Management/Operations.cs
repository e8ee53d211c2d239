using IdentitySource.Management.Applications;
using IdentitySource.Management.Audit;
using IdentitySource.Management.Consents;
using IdentitySource.Management.Keys;
using IdentitySource.Management.Setup;
using IdentitySource.Management.UserPools;
using IdentitySource.Management.Users;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.Management;

public static class Operations
{
    /// <summary>Everything that the console, the management API and the command line do.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<AuditTrail>()
        .AddSingleton<EnsureDeployment>()
        .AddSingleton<FindPool>()
        .AddSingleton<DescribePool>()
        .AddSingleton<ApplicationSecrets>()
        .AddSingleton<ApplicationChange>()
        .AddSingleton<CreateApplication>()
        .AddSingleton<ListApplications>()
        .AddSingleton<UpdateApplication>()
        .AddSingleton<RotateApplicationSecret>()
        .AddSingleton<SetOAuthProvider>()
        .AddSingleton<UserChange>()
        .AddSingleton<AddUser>()
        .AddSingleton<BlockUser>()
        .AddSingleton<UnblockUser>()
        .AddSingleton<SetPassword>()
        .AddSingleton<SignOutUser>()
        .AddSingleton<WithdrawConsent>()
        .AddSingleton<ListKeys>()
        .AddSingleton<RotateKeys>()
        .AddSingleton<RevokeKey>()
        .AddSingleton<Administrators>()
        .AddSingleton<CreateSetupLink>()
        .AddSingleton<CompleteSetup>()
        .AddSingleton<AddDemo>()
        .AddSingleton<RemoveDemo>()
        .AddSingleton<FindDemo>();
}
