using IdentitySource.Management.Access;
using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Administration;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Audit;
using IdentitySource.Management.Configuration;
using IdentitySource.Management.Consents;
using IdentitySource.Management.Events;
using IdentitySource.Management.Groups;
using IdentitySource.Management.Keys;
using IdentitySource.Management.Mail;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Roles;
using IdentitySource.Management.Seeding;
using IdentitySource.Management.Setup;
using IdentitySource.Management.Statistics;
using IdentitySource.Management.Subjects;
using IdentitySource.Management.Tokens;
using IdentitySource.Management.UserImports;
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
        .AddSingleton<UserChange>()
        .AddSingleton<AddUser>()
        .AddSingleton<BlockUser>()
        .AddSingleton<UnblockUser>()
        .AddSingleton<WithdrawConsent>()
        .AddSingleton<ListKeys>()
        .AddSingleton<FindKey>()
        .AddSingleton<FindHandle>()
        .AddSingleton<RotateKeys>()
        .AddSingleton<RevokeKey>()
        .AddSetup()
        .AddPoolOperations()
        .AddEventOperations()
        .AddApplicationOperations()
        .AddUserOperations()
        .AddPermissionOperations()
        .AddAdministration()
        .AddMail();

    private static IServiceCollection AddSetup(this IServiceCollection services) => services
        .AddSingleton<Administrators>()
        .AddSingleton<CreateSetupLink>()
        .AddSingleton<CompleteSetup>()
        .AddSingleton<AddDemo>()
        .AddSingleton<DemoMachine>()
        .AddSingleton<DemoContents>()
        .AddSingleton<DemoHistory>()
        .AddSingleton<RemoveDemo>()
        .AddSingleton<FindDemo>()
        .AddSingleton<SeedRows>()
        .AddSingleton<SeedDatabase>();

    private static IServiceCollection AddPoolOperations(this IServiceCollection services) => services
        .AddSingleton<FindPool>()
        .AddSingleton<DescribePool>()
        .AddSingleton<ShowPool>()
        .AddSingleton<UpdatePool>()
        .AddSingleton<SuspendPool>()
        .AddSingleton<UpdatePolicies>()
        .AddSingleton<UserPoolChange>()
        .AddSingleton<AddCustomScope>()
        .AddSingleton<ListCustomScopes>()
        .AddSingleton<RemoveCustomScope>();

    private static IServiceCollection AddEventOperations(this IServiceCollection services) => services
        .AddSingleton<ListEvents>()
        .AddSingleton<EventSubjects>()
        .AddSingleton<ReadStatistics>()
        .AddSingleton<ReadTotals>()
        .AddSingleton<ReadOverview>();

    private static IServiceCollection AddAdministration(this IServiceCollection services) => services
        .AddSingleton<ExportConfiguration>()
        .AddSingleton<ApplyConfiguration>()
        .AddSingleton<ReconcileApplications>()
        .AddSingleton<ListPools>()
        .AddSingleton<CreatePool>()
        .AddSingleton<ListAdministrators>()
        .AddSingleton<InviteAdministrator>()
        .AddSingleton<RevokeInvitation>()
        .AddSingleton<AcceptInvitation>()
        .AddSingleton<ChangeAdministrator>()
        .AddSingleton<CreateApiKey>()
        .AddSingleton<ListApiKeys>()
        .AddSingleton<RevokeApiKey>()
        .AddSingleton<FindApiKey>();

    private static IServiceCollection AddMail(this IServiceCollection services) => services
        .AddSingleton<MailBell>()
        .AddSingleton<IMailTransport, SmtpTransport>()
        .AddSingleton<MailRoad>()
        .AddSingleton<MailSender>()
        .AddSingleton<Letters>()
        .AddSingleton<QueueMail>()
        .AddSingleton<ListOutbox>()
        .AddSingleton<SendAgain>()
        .AddSingleton<DiscardMail>()
        .AddSingleton<RevealMail>()
        .AddSingleton<SendTestMail>();

    private static IServiceCollection AddApplicationOperations(this IServiceCollection services) => services
        .AddSingleton<ApplicationChange>()
        .AddSingleton<CheckAddress>()
        .AddSingleton<CreateApplication>()
        .AddSingleton<FindApplication>()
        .AddSingleton<ListApplications>()
        .AddSingleton<SearchApplications>()
        .AddSingleton<RevealApplicationSecret>()
        .AddSingleton<TryApplication>()
        .AddSingleton<ListSignedIn>()
        .AddSingleton<ForceLogout>()
        .AddSingleton<UpdateApplication>()
        .AddSingleton<FixRefusal>()
        .AddSingleton<RefreshApplicationSecret>()
        .AddSingleton<DeleteApplication>()
        .AddSingleton<SetOAuthProvider>()
        .AddSingleton<AccessEntryChange>()
        .AddSingleton<AddAccessEntry>()
        .AddSingleton<EnableAccessEntry>()
        .AddSingleton<RemoveAccessEntry>()
        .AddSingleton<ListAccess>()
        .AddSingleton<BrowseAccess>()
        .AddSingleton<Subjects.SearchSubjects>()
        .AddSingleton<AddCustomClaim>()
        .AddSingleton<ListCustomClaims>()
        .AddSingleton<RemoveCustomClaim>();

    private static IServiceCollection AddUserOperations(this IServiceCollection services) => services
        .AddSingleton<PasswordMint>()
        .AddSingleton<SetPassword>()
        .AddSingleton<SignOutUser>()
        .AddSingleton<ListUsers>()
        .AddSingleton<FindUser>()
        .AddSingleton<UpdateUser>()
        .AddSingleton<SetUserStatus>()
        .AddSingleton<SetVerified>()
        .AddSingleton<RemovePassword>()
        .AddUserImports()
        .AddSingleton<DeleteUser>()
        .AddSingleton<ListUserSessions>()
        .AddSingleton<EndUserSession>()
        .AddSingleton<ListUserConsents>()
        .AddSingleton<ListMemberships>()
        .AddSingleton<ListGroupMembers>()
        .AddSingleton<RenameGroup>()
        .AddSingleton<DeleteGroup>()
        .AddSingleton<ListRoleMembers>()
        .AddSingleton<RenameRole>()
        .AddSingleton<DeleteRole>();

    private static IServiceCollection AddUserImports(this IServiceCollection services) => services
        .AddSingleton<ImportBell>()
        .AddSingleton<ImportBooks>()
        .AddSingleton<ImportLease>()
        .AddSingleton<UploadKeeper>()
        .AddSingleton<CreateUserImport>()
        .AddSingleton<RunUserImport>()
        .AddSingleton<CancelUserImport>()
        .AddSingleton<ListUserImports>()
        .AddSingleton<ReadImportFaults>();

    private static IServiceCollection AddPermissionOperations(this IServiceCollection services) => services
        .AddSingleton<AccessKeyChange>()
        .AddSingleton<CreateAccessKey>()
        .AddSingleton<ListAccessKeys>()
        .AddSingleton<EnableAccessKey>()
        .AddSingleton<RefreshAccessKey>()
        .AddSingleton<UpdateAccessKey>()
        .AddSingleton<DeleteAccessKey>()
        .AddSingleton<CreateResource>()
        .AddSingleton<UpdateResource>()
        .AddSingleton<ListResources>()
        .AddSingleton<DeleteResource>()
        .AddSingleton<AddRule>()
        .AddSingleton<ListRules>()
        .AddSingleton<BrowseRules>()
        .AddSingleton<DeleteRule>()
        .AddSingleton<Membership>()
        .AddSingleton<CreateGroup>()
        .AddSingleton<ListGroups>()
        .AddSingleton<ChangeGroupMember>()
        .AddSingleton<CreateRole>()
        .AddSingleton<ListRoles>()
        .AddSingleton<ChangeRoleMember>();
}
