using IdentitySource.Management.UserImports;
using IdentitySource.Server.Console;
using IdentitySource.Storage.Entities;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>How a person's state is shown.</summary>
internal static class UserWords
{
    public static ConsoleBadge Badge(this IStringLocalizer<UsersTexts> text, UserImport import) => new(
        text[import is { HasEnded: false, Stopping: true } ? "Import.Stopping" : "ImportState." + import.State],
        import.State switch { UserImportState.Done => "ok", UserImportState.Failed => "bad", UserImportState.Cancelled => "warn", _ => "" });

    public static ConsoleBadge Badge(this IStringLocalizer<UsersTexts> text, UserStatus status, bool blocked) =>
        blocked ? new ConsoleBadge(text["Blocked"], "bad") : new ConsoleBadge(text["Status." + status], status == UserStatus.Activated ? "ok" : "warn");
}
